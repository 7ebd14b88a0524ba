using System.Diagnostics;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>
/// Nanoseconds and bytes of one reading through one source, eight chain stages and eight sinks, beside a bare loop with the same stamps, one
/// without, and the nearest peers, in the same run.
/// </summary>
internal static class CaterpillarBenchmarks
{
    private const int Rounds = 201;
    private const int WarmUpRounds = 40;
    private const int ReadingsPerRound = 2000;

    /// <summary>Measures.</summary>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        MonotonicClock clock = new();
        using DataflowWay dataflow = new(clock);
        IGraphWay[] ways = [new BareLoop(clock), new RuntimeWay(clock, publishes: false), new RuntimeWay(clock, publishes: true), new BareLoop(null), new ChannelWay(clock), dataflow];
        double[][] nanoseconds = [.. ways.Select(static _ => new double[Rounds])];
        long[] bytes = new long[ways.Length];
        for (int round = -WarmUpRounds; round < Rounds; round++)
        {
            // Rounds are short and each starts with another way, so that a slow moment meets all of them.
            for (int turn = 0; turn < ways.Length; turn++)
            {
                int way = (round + WarmUpRounds + turn) % ways.Length;
                long before = GC.GetTotalAllocatedBytes(precise: true);
                long start = Stopwatch.GetTimestamp();
                ways[way].Run(ReadingsPerRound);
                double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
                long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                if (round >= 0)
                {
                    nanoseconds[way][round] = elapsed / ReadingsPerRound;
                    bytes[way] += allocated;
                }
            }
        }

        Console.WriteLine($"caterpillar: 1 source, 8 chain stages, 8 sinks; {Rounds} interleaved rounds of {ReadingsPerRound} readings, median (10th to 90th percentile)");
        for (int way = 0; way < ways.Length; way++)
        {
            double[] sorted = [.. nanoseconds[way].Order()];
            double[] ratios = [.. nanoseconds[way].Zip(nanoseconds[0], static (mine, bare) => mine / bare).Order()];
            string range = $"({sorted[Rounds / 10]:F0} to {sorted[Rounds * 9 / 10]:F0})";
            Console.WriteLine($"  {ways[way].Name,-50} {sorted[Rounds / 2],7:F0} ns {range,-18} {ratios[Rounds / 2],6:F2} x {(double)bytes[way] / Rounds / ReadingsPerRound,8:F1} B");
        }

        return 0;
    }
}
