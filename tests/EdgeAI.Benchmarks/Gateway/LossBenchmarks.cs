using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// The loss table: the upstream is away, robots publish, and under that load the gateway or bridge is killed (SIGKILL). It starts again, the
/// upstream comes back, and everything that is left drains. Written as the README's table.
/// </summary>
internal static class LossBenchmarks
{
    private const int Window = 8;

    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Runs all; takes about two minutes.</summary>
    public static int Run(string[] args)
        => GatewayBenchmarkOptions.Run(args, new GatewayBenchmarkOptions { Connections = [50], Records = 20_000 }, RunAsync);

    private static async Task RunAsync(GatewayBenchmarkOptions options)
    {
        Console.WriteLine($"Upstream away, {options.Connections[0]} robots publish at QoS 1, SIGKILL under load after {options.Records:N0} acknowledged, restart, upstream back:");
        Console.WriteLine();
        Console.WriteLine("| | published | acknowledged | delivered | acknowledged and lost | delivered twice |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (RelayKind kind in options.Relays)
        {
            await RunAsync(options, kind);
        }
    }

    private static async Task RunAsync(GatewayBenchmarkOptions options, RelayKind kind)
    {
        using Scene scene = new(kind);
        await scene.Relay.StartAsync();
        using TrafficProcess publishers = await scene.StartPublishersAsync(new PublisherOptions(0, options.Connections[0], Window, 1, options.Rate, 0, 0));
        publishers.Tell("go");
        using PeriodicTimer timer = new(PollPeriod);
        while ((await publishers.AskAsync("mark")).Number("acknowledged") < options.Records)
        {
            await timer.WaitForNextTickAsync();
        }

        scene.Relay.Process.Kill();
        TrafficArguments stopped = await publishers.AskAsync("stop");
        await scene.Relay.StartAsync();
        await scene.StartUpstreamAsync();
        _ = await scene.ArriveAsync(stopped.Number("published"), Patience);
        long missing = await scene.MissingAsync(stopped);
        TrafficArguments end = await scene.Subscriber.AskAsync("mark");
        Console.WriteLine($"| {Relay.Name(kind)} | {stopped.Number("published"):N0} | {stopped.Number("acknowledged"):N0} | {end.Number("arrived"):N0} | {missing:N0} | {end.Number("duplicates"):N0} |");
        publishers.Tell("quit");
    }
}
