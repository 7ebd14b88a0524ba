using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using EdgeAI.Benchmarks.Load;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Collections;

/// <summary>
/// How long a robot's process stands still for its collector, and what a thread that wakes each millisecond sees of it, under each setting that
/// .NET offers: one child process after the other, the same load, so that what the programs are set to is shown and not believed.
/// </summary>
internal static class CollectorBenchmarks
{
    private const int Rounds = 2;
    private const int GarbageMegabytes = 40;
    private const int LivingMegabytes = 4;
    private static readonly TimeSpan PerChild = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private static readonly CollectorSetting[] Settings =
    [
        new("as .NET comes", GCLatencyMode.Interactive),
        new("as the robot runs: TieredPGO off", GCLatencyMode.Interactive, ("DOTNET_TieredPGO", "0")),
        new("SustainedLowLatency", GCLatencyMode.SustainedLowLatency, ("DOTNET_TieredPGO", "0")),
        new("no concurrent collection", GCLatencyMode.Batch, ("DOTNET_TieredPGO", "0"), ("DOTNET_gcConcurrent", "0")),
        new("gen0 of 64 MB", GCLatencyMode.Interactive, ("DOTNET_TieredPGO", "0"), ("DOTNET_GCgen0size", "4000000")),
        new("gen0 of 4 MB", GCLatencyMode.Interactive, ("DOTNET_TieredPGO", "0"), ("DOTNET_GCgen0size", "400000")),
        new("conserve memory 5", GCLatencyMode.Interactive, ("DOTNET_TieredPGO", "0"), ("DOTNET_GCConserveMemory", "5")),
    ];

    /// <summary>Runs all, about 55 s; or, as "child MODE", one of them.</summary>
    public static int Run(string[] args)
    {
        if (args is ["child", string mode])
        {
            Child(Enum.Parse<GCLatencyMode>(mode));
            return 0;
        }

        Console.WriteLine($"collector: {Rounds} times {PerChild.TotalSeconds:0} s each, a thread that wakes each millisecond beside {GarbageMegabytes} MB/s of garbage of which a tenth lives for seconds, four times a gateway's so that each setting shows within seconds; {Environment.ProcessorCount} processors");
        Console.WriteLine($"{"",-36} {"stops",6} {"p50 us",8} {"p99 us",8} {"max us",8} {"all ms",8}   {"late p99 us",11} {"max us",8}");
        foreach (CollectorSetting setting in Settings)
        {
            double[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Measure(setting))];

            // The calmer of two rounds: what is the machine's own is in either.
            double[] best = rounds.MinBy(static round => round[4])!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{setting.Name,-36} {best[0],6:0} {best[1],8:0} {best[2],8:0} {best[3],8:0} {best[4],8:0.0}   {best[5],11:0} {best[6],8:0}"));
        }

        return 0;
    }

    private static double[] Measure(CollectorSetting setting)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. Self(), "gc", "child", setting.LatencyMode.ToString()]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in setting.Variables)
        {
            start.Environment[name] = value;
        }

        using Process child = Process.Start(start)!;
        string line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>The dotnet host needs the program's path; an apphost is the program.</summary>
    private static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(CollectorBenchmarks).Assembly.Location] : [];

    private static void Child(GCLatencyMode mode)
    {
        if (mode != GCLatencyMode.Batch)
        {
            GCSettings.LatencyMode = mode;
        }

        using GarbageThread garbage = new(GarbageMegabytes - LivingMegabytes);
        using LivingGarbage living = new(LivingMegabytes);
        MonotonicClock clock = new();
        LatencyHistogram late = new();
        Wait(clock, WarmUp, null, null);
        GcPauses pauses = new();
        Wait(clock, PerChild, late, pauses);
        double[] figures =
        [
            pauses.Collections, Micro(pauses.Stops.Percentile(0.5)), Micro(pauses.Stops.Percentile(0.99)), Micro(pauses.Stops.Maximum), pauses.TotalNanoseconds / 1e6,
            Micro(late.Percentile(0.99)), Micro(late.Maximum),
        ];
        Console.WriteLine(string.Join(' ', figures.Select(static figure => figure.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Wakes each millisecond, as a graph thread does for a sensor of 1 kHz, and records how late.</summary>
    private static void Wait(MonotonicClock clock, TimeSpan duration, LatencyHistogram? late, GcPauses? pauses)
    {
        long start = clock.Nanoseconds;
        for (long next = start; next - start < duration.TotalNanoseconds; next += 1_000_000)
        {
            PreciseSleep.For(next - clock.Nanoseconds);
            late?.Record(Math.Max(0, clock.Nanoseconds - next));
            pauses?.Observe();
        }
    }

    private static double Micro(long nanoseconds) => nanoseconds / 1000.0;
}
