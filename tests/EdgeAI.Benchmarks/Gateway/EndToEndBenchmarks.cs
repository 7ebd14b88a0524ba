using System.Diagnostics;
using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// Records per second from robots through a gateway or a bridge to a subscriber of the upstream broker, one record a publish, QoS 1: what
/// arrived, what was lost of what was acknowledged, the times to PUBACK and to the subscriber, and what it cost.
/// </summary>
internal static class EndToEndBenchmarks
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs all; takes about 25 s a case at the default length.</summary>
    public static int Run(string[] args) => GatewayBenchmarkOptions.Run(args, new GatewayBenchmarkOptions(), RunAsync);

    /// <summary>The median and the 99th percentile of what a traffic's process measured, in milliseconds.</summary>
    public static string Pair(TrafficArguments figures) => $"{figures.Number("p50") / 1e6:0.00} / {figures.Number("p99") / 1e6:0.00}";

    private static async Task RunAsync(GatewayBenchmarkOptions options)
    {
        Console.WriteLine($"QoS 1, {StampedFrame.Length} B frames, one a publish, end to end to a subscriber of mosquitto; {options.Duration.TotalSeconds:0.#} s each, {(options.Rate == 0 ? "paced by acknowledgement" : $"{options.Rate:N0} records/s offered")}, {Environment.ProcessorCount} cores for all");
        Console.WriteLine($"{"connections x window",20}  {"",-26} {"acknowledged/s",14} {"arrived/s",10} {"lost of acknowledged",20} {"twice",8} {"puback p50/p99 ms",18} {"arrival p50/p99 ms",19} {"us/record",9} {"load us",8} {"peak MiB",8}");
        foreach (int connections in options.Connections)
        {
            foreach (int window in options.Windows)
            {
                foreach (RelayKind kind in options.Relays)
                {
                    await RunAsync(options, connections, window, kind);
                }
            }
        }
    }

    private static async Task RunAsync(GatewayBenchmarkOptions options, int connections, int window, RelayKind kind)
    {
        using Scene scene = new(kind);
        await scene.StartUpstreamAsync();
        await scene.Relay.StartAsync();
        using TrafficProcess publishers = await scene.StartPublishersAsync(new PublisherOptions(0, connections, window, 1, options.Rate, 0, 0));
        publishers.Tell("go");
        await Task.Delay(WarmUp);

        TrafficArguments acknowledgedFrom = await publishers.AskAsync("mark");
        TrafficArguments arrivedFrom = await scene.Subscriber.AskAsync("mark");
        TimeSpan relayFrom = scene.Relay.Process.Processor;
        TimeSpan loadFrom = publishers.Processor;
        long from = Stopwatch.GetTimestamp();
        await Task.Delay(options.Duration);
        TrafficArguments acknowledged = await publishers.AskAsync("mark");
        TrafficArguments arrived = await scene.Subscriber.AskAsync("mark");
        double seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        TimeSpan relay = scene.Relay.Process.Processor - relayFrom;
        TimeSpan load = publishers.Processor - loadFrom;

        TrafficArguments stopped = await publishers.AskAsync("stop");
        long total = stopped.Number("acknowledged");
        _ = await scene.ArriveAsync(total, Patience);
        long missing = await scene.MissingAsync(stopped);
        TrafficArguments end = await scene.Subscriber.AskAsync("mark");
        if (stopped.Number("closed") > 0 || end.Number("damaged") > 0)
        {
            throw new InvalidOperationException($"the figures are worth nothing: {stopped.Number("closed")} connections closed, {end.Number("damaged")} damaged frames");
        }

        long acknowledgedNow = acknowledged.Number("acknowledged") - acknowledgedFrom.Number("acknowledged");
        long arrivedNow = arrived.Number("arrived") - arrivedFrom.Number("arrived");
        Console.WriteLine($"{connections,12:N0} x {window,5}  {Relay.Name(kind),-26} {acknowledgedNow / seconds,14:N0} {arrivedNow / seconds,10:N0} {missing,20:N0} {end.Number("duplicates"),8:N0} {Pair(acknowledged),18} {Pair(arrived),19} {relay.TotalMicroseconds / Math.Max(1, arrivedNow),9:0.0} {load.TotalMicroseconds / Math.Max(1, acknowledgedNow),8:0.0} {scene.Relay.Process.PeakMegabytes,8:0}");
        publishers.Tell("quit");
    }
}
