using System.Diagnostics;
using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// An outage's end: so many records wait while the upstream is away; it comes back, and live records go on meanwhile. How fast the backlog
/// drains, how old live records are when they arrive, and the memory that it takes.
/// </summary>
internal static class DrainBenchmarks
{
    private const int FillConnections = 50;
    private const int FillWindow = 16;
    private const int BatchFrames = 64;
    private const int LiveConnections = 10;
    private const int LiveWindow = 32;
    private const int LiveBoard = 2000;
    private const int LiveRate = 1000;

    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Runs all; takes some minutes at the default of a million records.</summary>
    public static int Run(string[] args)
    {
        GatewayBenchmarkOptions defaults = new() { Rate = LiveRate, Relays = [RelayKind.Gateway, RelayKind.MosquittoUnlimited] };
        return GatewayBenchmarkOptions.Run(args, defaults, RunAsync);
    }

    private static async Task RunAsync(GatewayBenchmarkOptions options)
    {
        Console.WriteLine($"{options.Records:N0} records of {StampedFrame.Length} B wait for the upstream, then it comes back; {options.Rate:N0} live records/s meanwhile; {Environment.ProcessorCount} cores for all");
        Console.WriteLine($"{"",-26} {"filled/s",10} {"wait s",7} {"drained/s",10} {"lost of acknowledged",20} {"twice",8} {"live puback p50/p99 ms",23} {"live arrival p50/p99 ms",24} {"MiB filled",10} {"most",6}");
        foreach (RelayKind kind in options.Relays)
        {
            await RunAsync(options, kind);
        }
    }

    private static async Task RunAsync(GatewayBenchmarkOptions options, RelayKind kind)
    {
        using Scene scene = new(kind);
        await scene.Relay.StartAsync();
        using TrafficProcess fill = await scene.StartPublishersAsync(FillOptions(kind, FillConnections, options.Records));
        using TrafficProcess live = await scene.StartPublishersAsync(new PublisherOptions(0, LiveConnections, LiveWindow, 1, options.Rate, LiveBoard, 0));
        long fillFrom = Stopwatch.GetTimestamp();
        fill.Tell("go");
        await fill.ExpectAsync("done");
        double fillSeconds = Stopwatch.GetElapsedTime(fillFrom).TotalSeconds;
        TrafficArguments filled = await fill.AskAsync("stop");
        double filledMegabytes = scene.Relay.Process.ResidentMegabytes;

        await scene.StartUpstreamAsync(LiveBoard);
        double most = filledMegabytes;
        long backAt = Stopwatch.GetTimestamp();
        long firstAt = 0;
        long lastAt = 0;
        long backlog = 0;
        using PeriodicTimer timer = new(PollPeriod);
        for (TimeSpan quiet = TimeSpan.Zero; backlog < filled.Number("acknowledged") && quiet < Patience; quiet += PollPeriod)
        {
            await timer.WaitForNextTickAsync();
            most = Math.Max(most, scene.Relay.Process.ResidentMegabytes);
            TrafficArguments count = await scene.Subscriber.AskAsync("count");
            long now = count.Number("arrived") - count.Number("live");
            if (now == backlog)
            {
                continue;
            }

            (backlog, quiet, lastAt) = (now, TimeSpan.Zero, Stopwatch.GetTimestamp());
            if (firstAt == 0)
            {
                // Only now: a record that was published while the upstream was away would be part of the backlog.
                firstAt = lastAt;
                live.Tell("go");
            }
        }

        TrafficArguments acknowledged = await live.AskAsync("mark");
        TrafficArguments liveStopped = await live.AskAsync("stop");
        _ = await scene.ArriveAsync(filled.Number("acknowledged") + liveStopped.Number("acknowledged"), TimeSpan.FromSeconds(10));
        TrafficArguments end = await scene.Subscriber.AskAsync("mark");
        long missing = await scene.MissingAsync(filled) + await scene.MissingAsync(liveStopped, LiveBoard);
        double drainSeconds = Math.Max(0.1, Stopwatch.GetElapsedTime(firstAt, lastAt).TotalSeconds);
        Console.WriteLine($"{Relay.Name(kind),-26} {filled.Number("acknowledged") / fillSeconds,10:N0} {Stopwatch.GetElapsedTime(backAt, firstAt).TotalSeconds,7:0.0} {backlog / drainSeconds,10:N0} {missing,20:N0} {end.Number("duplicates"),8:N0} {EndToEndBenchmarks.Pair(acknowledged),23} {EndToEndBenchmarks.Pair(end),24} {filledMegabytes,10:0} {most,6:0}");
        fill.Tell("quit");
        live.Tell("quit");
    }

    /// <summary>How a backlog is made: in robot batches where they are understood, for then it takes less of everybody's time.</summary>
    public static PublisherOptions FillOptions(RelayKind kind, int connections, long records)
        => new(0, connections, FillWindow, kind == RelayKind.Gateway ? BatchFrames : 1, 0, 0, records);
}
