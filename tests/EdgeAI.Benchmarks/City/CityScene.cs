using System.Globalization;
using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.Benchmarks.City;

/// <summary>A city on one machine: gateways in processes of hundreds, three RabbitMQ nodes, receivers, and a PostgreSQL that syncs to disk.</summary>
internal sealed class CityScene : IAsyncDisposable
{
    // Half of what three nodes, three receivers and a thousand gateways leave of a small machine; WAL is not to be written as checkpoints every few seconds.
    private static readonly string[] PostgresSettings = ["fsync=on", "shared_buffers=1GB", "max_wal_size=4GB", "track_wal_io_timing=on"];

    // Each node's. With less, publishers stand still now and then while a quorum queue writes its log into segments.
    private const string NodeMemory = "2GB";

    private readonly List<TrafficProcess> _fleets = [];
    private readonly List<CityReceiver> _receivers = [];

    private CityScene(ServerScript cluster, ServerScript postgres)
    {
        Cluster = cluster;
        Postgres = postgres;
        Database = $"Host=127.0.0.1;Port={postgres.Ports[0]};Username=postgres;Database=postgres";
    }

    public ServerScript Cluster { get; }

    public ServerScript Postgres { get; }

    /// <summary>The connection string.</summary>
    public string Database { get; }

    /// <summary>The resident memory that one more gateway takes of its process, in KiB.</summary>
    public double KilobytesPerGateway { get; private set; }

    public int Receivers => _receivers.Count;

    private int[] MqttPorts => [.. Cluster.Ports.Where(static (_, index) => index % 2 == 0)];

    private int[] AmqpPorts => [.. Cluster.Ports.Where(static (_, index) => index % 2 == 1)];

    /// <summary>Starts all but the receivers.</summary>
    public static async Task<CityScene> StartAsync(CityBenchmarkOptions options)
    {
        ServerScript postgres = await ServerScript.StartAsync("postgresql.sh", 1, PostgresSettings);
        CityScene scene;
        try
        {
            scene = new CityScene(await ServerScript.StartAsync("rabbitmq-cluster.sh", 6, NodeMemory), postgres);
        }
        catch
        {
            await postgres.EndAsync();
            throw;
        }

        try
        {
            await using NpgsqlConnection connection = await scene.ConnectAsync();
            await CitySchema.ApplyAsync(connection, plain: false, CancellationToken.None);
            await scene.StartFleetsAsync(options);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(Database + ";Pooling=false;Command Timeout=120");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Brings one more receiver; each prefers another node.</summary>
    public async Task AddReceiverAsync()
    {
        int first = _receivers.Count % AmqpPorts.Length;
        _receivers.Add(await CityReceiver.StartAsync($"receiver-{_receivers.Count + 1}", [.. AmqpPorts[first..], .. AmqpPorts[..first]], Database));
    }

    /// <summary>Tells all gateways; the sums of what they answer.</summary>
    public async Task<FleetCounts> TellAsync(string command)
    {
        FleetCounts sum = default;
        foreach (TrafficArguments answer in await Task.WhenAll(_fleets.Select(fleet => fleet.AskAsync(command))))
        {
            sum = new FleetCounts(sum.Added + answer.Number("added"), sum.Waiting + answer.Number("waiting"), sum.Connected + answer.Number("connected"), sum.Batches + answer.Number("batches"));
        }

        return sum;
    }

    /// <summary>So many records a second over all gateways, in bursts as robots' batches make them.</summary>
    public Task<FleetCounts> RateAsync(int recordsPerSecond) => TellAsync(FormattableString.Invariant($"rate {recordsPerSecond / _fleets.Count} 10"));

    /// <summary>The records that the receivers added.</summary>
    public async Task<long> StoredAsync() => (await Task.WhenAll(_receivers.Select(static receiver => receiver.AddedAsync()))).Sum();

    /// <summary>Waits until the table has all that the gateways took in; how many that are.</summary>
    public async Task<long> CompleteAsync(TimeSpan patience)
    {
        long added = (await TellAsync("status")).Added;
        using CancellationTokenSource bound = new(patience);
        while (await StoredAsync() < added && !bound.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return added;
    }

    /// <summary>The processor time that each part has taken, and what PostgreSQL wrote.</summary>
    public async Task<CityUse> UseAsync()
    {
        string[] nodes = (await Cluster.DoAsync("pids")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string postmaster = File.ReadLines(Path.Combine(Postgres.Folder, "server", "data", "postmaster.pid")).First();
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT wal_bytes::bigint, wal_sync, wal_sync_time FROM pg_stat_wal");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new CityUse(
            nodes.Sum(static pid => ProcessTimes.Of(pid)),
            ProcessTimes.OfTree(postmaster),
            _receivers.Sum(static receiver => receiver.Process.Processor.TotalSeconds),
            _fleets.Sum(static fleet => fleet.Processor.TotalSeconds),
            reader.GetInt64(0),
            reader.GetInt64(1),
            Convert.ToDouble(reader.GetValue(2), CultureInfo.InvariantCulture) / 1000);
    }

    public async ValueTask DisposeAsync()
    {
        _fleets.ForEach(static fleet => fleet.Dispose());
        _receivers.ForEach(static receiver => receiver.Dispose());
        await Task.WhenAll(Cluster.EndAsync(), Postgres.EndAsync());
    }

    private async Task StartFleetsAsync(CityBenchmarkOptions options)
    {
        // What a process of one takes is not the gateways'.
        long alone;
        using (TrafficProcess one = await TrafficProcess.StartFleetAsync(options.Gateways, 1, MqttPorts))
        {
            alone = await ConnectedAsync(one, 1);
        }

        long together = 0;
        for (int process = 0; process < options.Processes; process++)
        {
            int first = options.Gateways * process / options.Processes;
            int count = (options.Gateways * (process + 1) / options.Processes) - first;
            _fleets.Add(await TrafficProcess.StartFleetAsync(first, count, MqttPorts));
            together += await ConnectedAsync(_fleets[^1], count) - alone;
        }

        KilobytesPerGateway = together / 1024.0 / (options.Gateways - options.Processes);
    }

    private static async Task<long> ConnectedAsync(TrafficProcess fleet, int count)
    {
        while (true)
        {
            TrafficArguments status = await fleet.AskAsync("status");
            if (status.Number("connected") == count)
            {
                return status.Number("resident");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
