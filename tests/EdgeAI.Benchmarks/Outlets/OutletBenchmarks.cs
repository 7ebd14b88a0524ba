using System.Diagnostics;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Outlets;

/// <summary>
/// One-way latency from publishing to a reader in another process, at 1 kHz, through the outlet's ring and its datagrams, beside a bare Unix
/// datagram socket, a loopback UDP socket and a pipe in the same run; and what publishing costs the robot's thread.
/// </summary>
internal static class OutletBenchmarks
{
    private const int Items = 5000;
    public const int WarmUp = 500;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs all, about 40 s; or, as "read WAY ADDRESS", the reader of one way.</summary>
    public static int Run(string[] args)
    {
        if (args is ["read", string way, string address])
        {
            return OutletReaders.Run(way, address);
        }

        string folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
        try
        {
            Console.WriteLine($"publish to read in another process, {Items - WarmUp} items of 80 B at 1 kHz, {Environment.ProcessorCount} cores, one way by CLOCK_MONOTONIC");
            Console.WriteLine($"{"",-44} {"p50 us",8} {"p99 us",8} {"max us",8} {"read",6}   {"publish p50 us",14} {"p99 us",8}");
            foreach (string name in OutletWriters.Names)
            {
                Measure(name, Path.Combine(folder, name));
            }

            Costs(folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string name, string address)
    {
        MonotonicClock clock = new();
        using OutletWriters writer = OutletWriters.Open(name, address, clock);
        using Process reader = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "outlet", "read", name, writer.ReaderAddress])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (reader.StandardOutput.ReadLine() != "ready")
        {
            throw new InvalidOperationException($"the reader of {name} did not start");
        }

        writer.Connect(reader);
        LatencyHistogram publish = new();
        long next = Stopwatch.GetTimestamp();
        for (int item = 0; item < Items; item++)
        {
            next += (long)(Period.TotalSeconds * Stopwatch.Frequency);
            Rest(next);
            long before = Stopwatch.GetTimestamp();
            writer.Publish(item);
            if (item >= WarmUp)
            {
                publish.Record(Stopwatch.GetTimestamp() - before);
            }
        }

        writer.End();
        string[] figures = reader.StandardOutput.ReadLine()!.Split(' ');
        reader.WaitForExit();
        Console.WriteLine($"{OutletWriters.Describe(name),-44} {Micro(figures[0]),8:0.0} {Micro(figures[1]),8:0.0} {Micro(figures[2]),8:0.0} {figures[3],6}   {publish.Percentile(0.5) / 1e3,14:0.00} {publish.Percentile(0.99) / 1e3,8:0.00}");
    }

    // Nobody waits here, and somebody who is stopped is no different from nobody: readers are unknown to the writer.
    private static void Costs(string folder)
    {
        MonotonicClock clock = new();
        OutletRingOptions options = new() { Path = Path.Combine(folder, "cost"), Boot = 1, OriginNanoseconds = clock.OriginNanoseconds };
        if (!OutletRing.TryCreate(options, clock, out OutletRing? ring, out string problem))
        {
            throw new InvalidOperationException(problem);
        }

        const int Times = 200_000;
        using Outlet outlet = new(clock, [ring]);
        PerceptionEvent perceived = new() { Kind = PerceptionEventKind.Touch, Active = true, Stamp = new Stamp(1, 1) };
        byte[] item = new byte[80];
        using MemoryStream floor = new(new byte[1 << 20]);
        Time("outlet, ring, nobody waiting", Times, time => outlet.Publish(new StreamId(0, 1), time, perceived, FrameFlags.Simulated, 0));
        Time("bare copy of 80 B into a buffer", Times, time =>
        {
            floor.Position = time % 1000 * 1024;
            floor.Write(item);
        });
    }

    private static void Time(string what, int times, Action<int> each)
    {
        for (int time = 0; time < times / 10; time++)
        {
            each(time);
        }

        AllocationMeter meter = AllocationMeter.Start();
        long before = Stopwatch.GetTimestamp();
        for (int time = 0; time < times; time++)
        {
            each(time);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(before).TotalNanoseconds / times;
        Console.WriteLine($"{what,-44} {nanoseconds,8:0} ns each, {meter.Bytes} B");
    }

    private static void Rest(long until)
    {
        long left = until - Stopwatch.GetTimestamp();
        if (left > 0)
        {
            Thread.Sleep(TimeSpan.FromSeconds((double)left / Stopwatch.Frequency));
        }
    }

    private static double Micro(string nanoseconds) => long.Parse(nanoseconds, System.Globalization.CultureInfo.InvariantCulture) / 1e3;

    // Started as "dotnet EdgeAI.Benchmarks.dll" the process is dotnet, and the program its first argument.
    private static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(OutletBenchmarks).Assembly.Location] : [];
}
