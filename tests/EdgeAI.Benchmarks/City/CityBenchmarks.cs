using System.Diagnostics;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.Benchmarks.City;

/// <summary>
/// How many records a second reach the table, sustained: a thousand gateways that always have more to send, a cluster of three, and one, two and three
/// receivers. Beside each rate stands what every part takes of the processors, since all share one machine.
/// </summary>
internal static class CityBenchmarks
{
    // With each gateway so many records wait: batches as robots of some hundred records a second make them.
    private const int KeptWaiting = 100;

    // What the cluster may have that the table does not: more, and it would be measured how fast a queue grows.
    private const long MostAhead = 100_000;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs all; takes about three minutes. With "outage" first: see <see cref="OutageBenchmarks"/>.</summary>
    public static int Run(string[] args)
    {
        if (args is ["outage", .. string[] rest])
        {
            return OutageBenchmarks.Run(rest);
        }

        return CityBenchmarkOptions.Parse(args, new CityBenchmarkOptions()) is { } options ? Run(() => RunAsync(options)) : 2;
    }

    /// <summary>Runs a benchmark; says so where a server is not installed.</summary>
    public static int Run(Func<Task> run)
    {
        try
        {
            run().GetAwaiter().GetResult();
        }
        catch (FileNotFoundException exception)
        {
            Console.WriteLine($"skipped: {exception.Message}");
        }

        return 0;
    }

    private static async Task RunAsync(CityBenchmarkOptions options)
    {
        await using CityScene scene = await CityScene.StartAsync(options);
        await using NpgsqlConnection connection = await scene.ConnectAsync();
        Console.WriteLine($"{options.Gateways:N0} gateways in {options.Processes} processes, {scene.KilobytesPerGateway:0} KiB each with their connections; three RabbitMQ nodes, PostgreSQL with fsync, {Environment.ProcessorCount} cores for all");
        double ceiling = await CopyCeiling.MeasureAsync(connection);
        Console.WriteLine($"{"",-22} {"records/s",10} {"x one",6} {"x COPY",7} {"in a batch",11} {"in queue",9} {"cores: brokers",15} {"postgres",9} {"receivers",10} {"gateways",9} {"WAL MB/s",9} {"syncs/s",8} {"ms each",8} {"complete",9}");
        Console.WriteLine($"{"COPY alone (peer)",-22} {ceiling,10:N0} {"",6} {1,7:0.00}");
        double one = 0;
        foreach (int receivers in options.Receivers.Order())
        {
            while (scene.Receivers < receivers)
            {
                await scene.AddReceiverAsync();
            }

            double rate = await MeasureAsync(scene, connection, options, ceiling, one);
            one = one == 0 ? rate : one;
        }
    }

    private static async Task<double> MeasureAsync(CityScene scene, NpgsqlConnection connection, CityBenchmarkOptions options, double ceiling, double one)
    {
        long before = await scene.CompleteAsync(Patience);
        await connection.RunAsync("TRUNCATE record", CancellationToken.None);
        await FeedAsync(scene, Warming);
        CityUse useBefore = await scene.UseAsync();
        FleetCounts countsBefore = await scene.TellAsync("status");
        long storedBefore = await scene.StoredAsync();
        long from = Stopwatch.GetTimestamp();
        await FeedAsync(scene, options.Duration);
        long stored = await scene.StoredAsync() - storedBefore;
        double seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        CityUse use = await scene.UseAsync() - useBefore;
        FleetCounts counts = await scene.TellAsync("rate 0 1");

        // Where this is near to nothing the cluster or the gateways are the limit, otherwise what comes after them.
        long inQueue = counts.Published - await scene.StoredAsync();
        double each = (double)(counts.Published - countsBefore.Published) / Math.Max(1, counts.Batches - countsBefore.Batches);
        long added = await scene.CompleteAsync(Patience) - before;
        long there = await connection.ReadAsync<long>("SELECT count(*) FROM (SELECT DISTINCT gateway, sequence FROM record) AS name", CancellationToken.None);
        long rows = await connection.ReadAsync<long>("SELECT count(*) FROM record", CancellationToken.None);
        double rate = stored / seconds;
        Console.WriteLine($"{$"{scene.Receivers} receiver{(scene.Receivers == 1 ? "" : "s")}",-22} {rate,10:N0} {(one == 0 ? 1 : rate / one),6:0.00} {rate / ceiling,7:0.00} {each,11:0} {inQueue,9:N0} {use.Brokers / seconds,15:0.00} {use.Postgres / seconds,9:0.00} {use.Receivers / seconds,10:0.00} {use.Gateways / seconds,9:0.00} {use.WalBytes / seconds / 1e6,9:0.0} {use.WalSyncs / seconds,8:0} {1000 * use.WalSyncSeconds / Math.Max(1, use.WalSyncs),8:0.0} {(there == added && rows == added ? "yes" : $"{there - added}, {rows - there} twice"),9}");
        return rate;
    }

    /// <summary>Gives the gateways as much as they take, unless the cluster is too far ahead of the table.</summary>
    private static async Task FeedAsync(CityScene scene, TimeSpan duration)
    {
        long from = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(Step);
        bool fed = false;
        long published = (await scene.TellAsync("status")).Published;
        while (Stopwatch.GetElapsedTime(from) < duration)
        {
            bool mayFeed = published - await scene.StoredAsync() < MostAhead;
            published = (await scene.TellAsync(mayFeed == fed ? "status" : mayFeed ? $"keep {KeptWaiting}" : "rate 0 1")).Published;
            fed = mayFeed;
            await timer.WaitForNextTickAsync();
        }
    }
}
