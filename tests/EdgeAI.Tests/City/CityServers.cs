using EdgeAI.City.Storage;
using EdgeAI.Tests.Gateway.Uplinks;
using Npgsql;

namespace EdgeAI.Tests.City;

/// <summary>One PostgreSQL and one mosquitto for the tests of a class, started by the first that needs them.</summary>
public sealed class CityServers : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private UpstreamScript? _postgres;
    private UpstreamScript? _mosquitto;
    private int _databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (UpstreamScript? server in (UpstreamScript?[])[_mosquitto, _postgres])
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        _starting.Dispose();
    }

    internal async Task<UpstreamScript> MosquittoAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _mosquitto ??= await UpstreamScript.StartAsync("mosquitto.sh");
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A database of a test's own.</summary>
    internal async Task<TestDatabase> DatabaseAsync(bool withSchema = true)
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _postgres ??= await UpstreamScript.StartAsync("postgresql.sh");
        }
        finally
        {
            _starting.Release();
        }

        return await MakeAsync(_postgres, $"city{Interlocked.Increment(ref _databases)}", withSchema);
    }

    /// <summary>Makes a database on a server.</summary>
    internal static async Task<TestDatabase> MakeAsync(UpstreamScript postgres, string name, bool withSchema = true)
    {
        TestDatabase server = new($"Host=127.0.0.1;Port={postgres.Port};Username=postgres;Database=postgres");
        await server.RunAsync($"CREATE DATABASE {name}");
        TestDatabase database = new($"Host=127.0.0.1;Port={postgres.Port};Username=postgres;Database={name}");
        if (withSchema)
        {
            await using NpgsqlConnection connection = await database.ConnectAsync();
            await CitySchema.ApplyAsync(connection, plain: false, TestContext.Current.CancellationToken);
        }

        return database;
    }
}
