using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>PostgreSQL ends exactly in the middle of a COPY: it says itself that it is in it, and then is killed with SIGKILL, postmaster and all.</summary>
public sealed class CopyKilledTests(CityServers servers) : IClassFixture<CityServers>
{
    private const int BatchRecords = 500;
    private const int Batches = 4;
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task DatabaseKilledInTheMiddleOfACopy_NothingOfItIsAcknowledgedAndEachRecordIsThereOnce()
    {
        await using UpstreamScript postgres = await UpstreamScript.StartAsync("postgresql.sh");
        TestDatabase database = await CityServers.MakeAsync(postgres, "copied");
        await using CopyHoldingProxy proxy = new(postgres.Port);
        TestDatabase behindProxy = new($"Host=127.0.0.1;Port={proxy.Port};Username=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable;Database=copied");
        UpstreamScript broker = await servers.MosquittoAsync();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, behindProxy, "copied");
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        long batches = 0;

        // After its first rows, and ever later; one batch alone has more.
        foreach (int bytes in (int[])[5_000, 40_000, 90_000])
        {
            Task held = proxy.HoldAsync(bytes);
            long acknowledged = receiver.Now.Acknowledged;
            for (int batch = 0; batch < Batches; batch++)
            {
                await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From((batches++ * BatchRecords) + 1, BatchRecords)));
            }

            await held;
            string[] copies = [];
            await Eventually.HoldsAsync(
                async () => (copies = await database.AskAsync("SELECT command, type, tuples_processed > 0 FROM pg_stat_progress_copy")) is ["COPY FROM|PIPE|True"],
                "PostgreSQL is in the middle of the COPY",
                () => string.Join('\n', copies));
            await postgres.KillAsync();
            Assert.Equal(acknowledged, receiver.Now.Acknowledged);
            proxy.Release();
            await postgres.StartAsync();
            await receiver.SettledAsync(batches);
            Assert.Equal([$"{Gateway}|7|{batches * BatchRecords}|{batches * BatchRecords}|1|{batches * BatchRecords}"], await database.RecordsAsync());
        }

        Assert.True(receiver.Now.FailedCommits >= 3, $"each kill failed a transaction: {receiver.Now}");
        Assert.Equal(["0|0"], await database.AskAsync("SELECT (SELECT count(*) FROM refused), (SELECT count(*) FROM conflict)"));
    }
}
