using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>
/// One-way latency from one thread to another, from just before an item is put in to just after it is taken out: of 64 bytes and of a 4 MB image,
/// beside the nearest peers, in the same run. Awake: the consumer looks without pause. Asleep: it waits for a signal, and the next item comes
/// only when it does.
/// </summary>
internal static class CrossThreadBenchmarks
{
    private const int Rounds = 15;
    private const int SmallBytes = 64;
    private const int LargeBytes = 4 << 20;
    private const int SmallItems = 2000;
    private const int LargeItems = 60;
    private static readonly TimeSpan SmallPause = TimeSpan.FromMicroseconds(100);
    private static readonly TimeSpan LargePause = TimeSpan.FromMilliseconds(2);

    /// <summary>Measures.</summary>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        Console.WriteLine($"edge: one-way latency between two threads, {Rounds} interleaved rounds");
        using EdgeCarrier small = new(SmallBytes);
        using EdgeCarrier large = new(LargeBytes);
        Measure("64 B, consumer awake", SmallItems, SmallPause, false, [small, new ValueCarrier()]);
        Measure("64 B, consumer asleep", SmallItems, SmallPause, true, [small, new ValueCarrier()]);
        Measure("4 MB image, consumer asleep", LargeItems, LargePause, true, [large, new ChannelCarrier(LargeBytes, copies: false), new ChannelCarrier(LargeBytes, copies: true)]);
        return 0;
    }

    private static void Measure(string what, int items, TimeSpan pause, bool isAsleep, ICarrier[] carriers)
    {
        LatencyHistogram[] latencies = [.. carriers.Select(static _ => new LatencyHistogram())];
        long[] bytes = new long[carriers.Length];
        for (int round = -1; round < Rounds; round++)
        {
            for (int turn = 0; turn < carriers.Length; turn++)
            {
                int index = (round + 1 + turn) % carriers.Length;
                long before = GC.GetTotalAllocatedBytes(precise: true);
                CarrierRun.Send(carriers[index], items, pause, isAsleep, round < 0 ? new LatencyHistogram() : latencies[index]);
                bytes[index] += round < 0 ? 0 : GC.GetTotalAllocatedBytes(precise: true) - before;
            }
        }

        Console.WriteLine(what);
        for (int index = 0; index < carriers.Length; index++)
        {
            LatencyHistogram latency = latencies[index];
            Console.WriteLine(
                $"  {carriers[index].Name,-52} p50 {latency.Percentile(0.5) / 1000.0,8:F2} us  p99 {latency.Percentile(0.99) / 1000.0,9:F2} us  {(double)bytes[index] / Rounds / items,10:F0} B per item");
        }
    }
}
