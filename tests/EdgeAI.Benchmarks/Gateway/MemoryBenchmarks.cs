using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>The memory that a thousand connections and a million waiting records take, and then their drain.</summary>
internal static class MemoryBenchmarks
{
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Runs all; takes some minutes at the default of a million records.</summary>
    public static int Run(string[] args)
    {
        GatewayBenchmarkOptions defaults = new() { Connections = [1000], Relays = [RelayKind.Gateway, RelayKind.MosquittoUnlimited] };
        return GatewayBenchmarkOptions.Run(args, defaults, RunAsync);
    }

    private static async Task RunAsync(GatewayBenchmarkOptions options)
    {
        Console.WriteLine($"resident memory in MiB: {options.Connections[0]:N0} connections, {options.Records:N0} waiting records of {StampedFrame.Length} B, upstream away and then back");
        Console.WriteLine($"{"",-26} {"connected",9} {"filling",8} {"waiting",8} {"draining",8} {"drained",8} {"most",6} {"records arrived",16}");
        foreach (RelayKind kind in options.Relays)
        {
            await RunAsync(options, kind);
        }
    }

    private static async Task RunAsync(GatewayBenchmarkOptions options, RelayKind kind)
    {
        using Scene scene = new(kind);
        await scene.Relay.StartAsync();
        using TrafficProcess fill = await scene.StartPublishersAsync(DrainBenchmarks.FillOptions(kind, options.Connections[0], options.Records));
        double connected = scene.Relay.Process.ResidentMegabytes;
        fill.Tell("go");
        double filling = await MostAsync(scene, fill.ExpectAsync("done"));
        await Task.Delay(Rest);
        double waiting = scene.Relay.Process.ResidentMegabytes;
        TrafficArguments filled = await fill.AskAsync("stop");
        await scene.StartUpstreamAsync();
        Task<long> arriving = scene.ArriveAsync(filled.Number("acknowledged"), Patience);
        double draining = await MostAsync(scene, arriving);
        await Task.Delay(Rest);
        Console.WriteLine($"{Relay.Name(kind),-26} {connected,9:0} {filling,8:0} {waiting,8:0} {draining,8:0} {scene.Relay.Process.ResidentMegabytes,8:0} {scene.Relay.Process.PeakMegabytes,6:0} {await arriving,16:N0}");
        fill.Tell("quit");
    }

    private static async Task<double> MostAsync(Scene scene, Task until)
    {
        double most = 0;
        using PeriodicTimer timer = new(SamplePeriod);
        while (!until.IsCompleted)
        {
            most = Math.Max(most, scene.Relay.Process.ResidentMegabytes);
            await timer.WaitForNextTickAsync();
        }

        await until;
        return most;
    }
}
