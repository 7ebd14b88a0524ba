using System.Diagnostics;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.Benchmarks.City;

/// <summary>
/// An outage of the database or of the whole cluster, by SIGKILL, while a thousand gateways go on taking records in at their full rate: how long after its end
/// the table is complete, and how late live records are meanwhile. The peer is bare COPY, which would need so long for what waited.
/// </summary>
internal static class OutageBenchmarks
{
    private const int Receivers = 2;
    private static readonly string[] Nodes = ["1", "2", "3"];
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Runs it; five minutes of outage unless told otherwise.</summary>
    public static int Run(string[] args)
        => CityBenchmarkOptions.Parse(args, new CityBenchmarkOptions { Duration = TimeSpan.FromMinutes(5) }) is { } options ? CityBenchmarks.Run(() => RunAsync(options)) : 2;

    private static async Task RunAsync(CityBenchmarkOptions options)
    {
        await using CityScene scene = await CityScene.StartAsync(options);
        double ceiling;
        await using (NpgsqlConnection connection = await scene.ConnectAsync())
        {
            ceiling = await CopyCeiling.MeasureAsync(connection);
        }

        while (scene.Receivers < Receivers)
        {
            await scene.AddReceiverAsync();
        }

        Console.WriteLine($"{options.Gateways:N0} gateways, {options.Rate:N0} records/s over all, {Receivers} receivers; the {options.Down} is killed; {Environment.ProcessorCount} cores for all; latency: received by the gateway to begin of the transaction that stores");
        DateTimeOffset began = Now;
        await scene.RateAsync(options.Rate);
        await Task.Delay(Before);
        DateTimeOffset killed = Now;
        await KillAsync(scene, options.Down);
        await Task.Delay(options.Duration);
        await BringBackAsync(scene, options.Down);

        // All that is counted before the instant was received before it.
        long added = (await scene.TellAsync("status")).Added;
        DateTimeOffset back = Now;
        long from = Stopwatch.GetTimestamp();
        await using NpgsqlConnection database = await scene.ConnectAsync();
        long there = await StoredBeforeAsync(database, back);
        long waited = added - there;
        long rowsBack = await StoredBeforeAsync(database, DateTimeOffset.MaxValue);
        while (there < added && Stopwatch.GetElapsedTime(from) < Patience)
        {
            await Task.Delay(Step);
            there = await StoredBeforeAsync(database, back);
        }

        DateTimeOffset complete = Now;
        double seconds = (complete - back).TotalSeconds;
        double rate = (await StoredBeforeAsync(database, DateTimeOffset.MaxValue) - rowsBack) / seconds;
        await Task.Delay(After);
        DateTimeOffset end = Now;
        await scene.RateAsync(0);
        long all = await scene.CompleteAsync(Patience);
        long rows = await StoredBeforeAsync(database, DateTimeOffset.MaxValue);
        long names = await database.ReadAsync<long>("SELECT count(*) FROM (SELECT DISTINCT gateway, sequence FROM record) AS name", CancellationToken.None);
        Console.WriteLine($"outage                         {(back - killed).TotalSeconds,8:0.0} s, of which {(back - killed - options.Duration).TotalSeconds:0.0} s to start again");
        Console.WriteLine($"records that waited at its end {waited,8:N0}");
        Console.WriteLine($"table complete after           {seconds,8:0.0} s, at {rate:N0} records/s stored, {rate / ceiling:0.00} of COPY alone (peer, {ceiling:N0}/s: {waited / ceiling:0.0} s)");
        Console.WriteLine($"latency before the outage      {await LatencyAsync(database, began, killed)}");
        Console.WriteLine($"live latency until complete    {await LatencyAsync(database, back, complete)}");
        Console.WriteLine($"latency afterwards             {await LatencyAsync(database, complete, end)}");
        Console.WriteLine($"missing at the end             {all - names,8:N0} of {all:N0}, {rows - names:N0} twice");
    }

    private static Task KillAsync(CityScene scene, string what)
        => what == "database" ? scene.Postgres.DoAsync("kill") : Task.WhenAll(Nodes.Select(node => scene.Cluster.DoAsync("kill", node)));

    private static Task BringBackAsync(CityScene scene, string what)
        => what == "database" ? scene.Postgres.StartAgainAsync() : Task.WhenAll(Nodes.Select(node => scene.Cluster.DoAsync("up", node)));

    private static Task<long> StoredBeforeAsync(NpgsqlConnection database, DateTimeOffset instant)
        => database.ReadAsync<long>("SELECT count(*) FROM record WHERE received < $1", CancellationToken.None, instant == DateTimeOffset.MaxValue ? DateTime.MaxValue.ToUniversalTime() : instant.UtcDateTime);

    private static async Task<string> LatencyAsync(NpgsqlConnection database, DateTimeOffset from, DateTimeOffset until)
    {
        double[] seconds = await database.ReadAsync<double[]>(
            "SELECT coalesce(percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM stored - received)::float8), ARRAY[0, 0]::float8[]) FROM record WHERE received >= $1 AND received < $2",
            CancellationToken.None,
            from.UtcDateTime,
            until.UtcDateTime);
        return $"{1000 * seconds[0],8:N0} ms p50 {1000 * seconds[1],8:N0} ms p99";
    }
}
