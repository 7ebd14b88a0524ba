using EdgeAI.City.Admission;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>Limits of sites, and quarantine of who breaks them: every record is counted, and nobody else is held up.</summary>
public sealed class QuotaTests(CityServers servers) : IClassFixture<CityServers>
{
    private const int BatchRecords = 100;

    [Fact]
    public async Task SiteQuota_OneGatewayFloods_ItAloneIsInQuarantineAndNothingOfTheOthersIsLost()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        await QuotaAsync(database, "--records-per-second", "200");
        ReceiptRecorder receipts = new();
        await using RunningReceiver first = await RunningReceiver.OverMqttAsync(broker.Port, database, "first", receipts);
        await using RunningReceiver second = await RunningReceiver.OverMqttAsync(broker.Port, database, "second", receipts);

        // The flood is 20,000 records, ten seconds hold 2,000; the quiet one of the same site sends 500 in between, and a gateway of another site 5,000.
        await Task.WhenAll(
            SendAsync(broker, Site, "loud", 200),
            SendAsync(broker, Site, "quiet", 5),
            SendAsync(broker, "elsewhere", "neighbour", 50));
        await Eventually.HoldsAsync(() => first.Now.Acknowledged + second.Now.Acknowledged == 255, "everything is acknowledged", () => $"{first.Now} {second.Now}");

        Assert.Equal([$"{Site}|loud"], await database.AskAsync("SELECT site, gateway FROM quarantined_gateway WHERE reason = 'the site''s quota of 200 records/s is used up, most of it by this gateway'"));
        Assert.Equal(["neighbour|5000", "quiet|500"], await database.AskAsync("SELECT gateway, count(*) FROM record WHERE gateway <> 'loud' GROUP BY 1 ORDER BY 1"));
        long stored = long.Parse((await database.AskAsync("SELECT count(*) FROM record WHERE gateway = 'loud'"))[0], System.Globalization.CultureInfo.InvariantCulture);
        long kept = long.Parse((await database.AskAsync("SELECT count(*) FROM quarantine WHERE gateway = 'loud'"))[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(20_000, stored + (kept * BatchRecords));
        Assert.Equal(kept, first.Now.Quarantined + second.Now.Quarantined);

        // Two receivers know of each other's counts after a second, and ten seconds may end in between: at most four times the quota.
        Assert.InRange(stored, 100, 8000);
        Assert.Equal(stored / BatchRecords, receipts.Batches.Count(static batch => batch.Gateway == "loud"));

        // It sends again what it has no receipt for: it is there already, and takes no more room.
        await SendAsync(broker, Site, "loud", 200);
        await Eventually.HoldsAsync(() => first.Now.Acknowledged + second.Now.Acknowledged == 455, "everything is acknowledged");
        Assert.Equal([$"{200 - (stored / BatchRecords)}"], await database.AskAsync($"SELECT count(*) - {stored / BatchRecords} FROM quarantine WHERE gateway = 'loud'"));

        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "release", "loud", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        Assert.Contains($"loud: released; {20_000 - stored} records added, {stored} were there, 0 conflict, 0 messages refused", output, StringComparison.Ordinal);
        Assert.Equal(["loud|7|20000|20000|1|20000", "neighbour|7|5000|5000|1|5000", "quiet|7|500|500|1|500"], await database.RecordsAsync());
        Assert.Equal(["0|0"], await database.AskAsync("SELECT (SELECT count(*) FROM quarantine), (SELECT count(*) FROM quarantined_gateway)"));

        // Released it delivers as before, and gets its receipts.
        await SendAsync(broker, Site, "loud", 1);
        await Eventually.HoldsAsync(() => receipts.Batches.Count(static batch => batch is { Gateway: "loud", First: 1 }) == 2, "its second receipt is sent");
        await Eventually.HoldsAsync(() => first.Now.Acknowledged + second.Now.Acknowledged == 456, "it is acknowledged");
        Assert.Empty(await database.AskAsync("SELECT 1 FROM quarantined_gateway"));
    }

    [Fact]
    public async Task SiteQuota_BytesOfADay_AreCountedOverReceiversAndRestarts()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        byte[] batch = Frames("gateway-1", From(1, BatchRecords));
        await QuotaAsync(database, "--bytes-per-day", $"{(batch.Length * 3) + (batch.Length / 2)}");
        for (int start = 0; start < 3; start++)
        {
            await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, admission: new AdmissionOptions { Receiver = $"receiver-{start}" });
            await SendAsync(broker, Site, "gateway-1", 1, first: start * BatchRecords);
            await receiver.SettledAsync(1);
        }

        Assert.Empty(await database.AskAsync("SELECT 1 FROM quarantined_gateway"));
        await using RunningReceiver last = await RunningReceiver.OverMqttAsync(broker.Port, database, admission: new AdmissionOptions { Receiver = "receiver-0" });
        await SendAsync(broker, Site, "gateway-1", 1, first: 3 * BatchRecords);
        await last.SettledAsync(1);
        Assert.Equal((0, 1), (last.Now.Added, last.Now.Quarantined));
        Assert.Equal(["gateway-1|7|300|300|1|300"], await database.RecordsAsync());

        // Without the quota, and released, it goes on.
        await QuotaAsync(database);
        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "release", "gateway-1", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        Assert.Equal(["gateway-1|7|400|400|1|400"], await database.RecordsAsync());
    }

    [Fact]
    public async Task DamagedMessages_InARow_BringTheirGatewayIntoQuarantine()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, admission: new AdmissionOptions { DamagedInARow = 4 });
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        byte[] sound = Frames("gateway-1", From(1, 10));

        // Three, then a sound one, then three again: no four in a row.
        for (byte index = 0; index < 7; index++)
        {
            await publisher.PublishAsync(TopicOf("gateway-1"), index == 3 ? sound : [index, 1, 2]);
        }

        await receiver.SettledAsync(7);
        Assert.Empty(await database.AskAsync("SELECT 1 FROM quarantined_gateway"));
        await publisher.PublishAsync(TopicOf("gateway-1"), [9, 9, 9]);
        await publisher.PublishAsync(TopicOf("gateway-1"), Frames("gateway-1", From(11, 10)));
        await publisher.PublishAsync(TopicOf("gateway-2"), Frames("gateway-2", From(1, 10)));
        await receiver.SettledAsync(10);
        Assert.Equal(["4 messages in a row that are no batch of it, the last not a gateway batch: TooShort"], await database.AskAsync("SELECT reason FROM quarantined_gateway"));
        Assert.Equal(["gateway-1|7|10|10|1|10", "gateway-2|7|10|10|1|10"], await database.RecordsAsync());
        Assert.Equal((6, 2), (receiver.Now.Refused, receiver.Now.Quarantined));

        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "release", "gateway-1", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        Assert.Contains("10 records added, 0 were there, 0 conflict, 1 messages refused", output, StringComparison.Ordinal);
        Assert.Equal(["gateway-1|7|20|20|1|20", "gateway-2|7|10|10|1|10"], await database.RecordsAsync());
    }

    [Fact]
    public async Task Quarantine_BeyondItsRoom_CountsWhatIsNotKept()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "quarantine", "gateway-1", "--site", Site, "--reason", "it smells", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        long room = 5 * Frames("gateway-1", From(1000, BatchRecords)).Length;
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, admission: new AdmissionOptions { QuarantineBytes = room });
        await SendAsync(broker, Site, "gateway-1", 8);
        await receiver.SettledAsync(8);
        Assert.Equal(8, receiver.Now.Quarantined);
        QuarantinedGateway held = Assert.Single(await ListAsync(database));
        Assert.Equal((Site, "gateway-1", "it smells", 5, 3), (held.Site, held.Gateway, held.Reason, held.Kept, held.NotKept));
        Assert.InRange(held.KeptBytes, room / 2, room);
        (exitCode, output) = await CityProcess.RunAsync("gateways", "list", "--database", database.ConnectionString);
        Assert.Equal(0, exitCode);
        Assert.Contains("hall/gateway-1: in quarantine since", output, StringComparison.Ordinal);
    }

    private static async Task<List<QuarantinedGateway>> ListAsync(TestDatabase database)
    {
        await using Npgsql.NpgsqlConnection connection = await database.ConnectAsync();
        return await Quarantine.ListAsync(connection, TestContext.Current.CancellationToken);
    }

    private static async Task QuotaAsync(TestDatabase database, params string[] limits)
    {
        (int exitCode, string output) = await CityProcess.RunAsync(["sites", "quota", Site, .. limits, "--database", database.ConnectionString]);
        Assert.True(exitCode == 0, output);
    }

    private static async Task SendAsync(UpstreamScript broker, string site, string gateway, int batches, long first = 0)
    {
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        for (int batch = 0; batch < batches; batch++)
        {
            await publisher.PublishAsync(EdgeAI.Records.Topics.GatewayRecords(site, gateway), Frames(gateway, From(first + (batch * BatchRecords) + 1, BatchRecords)));
        }
    }

    private async Task<(TestDatabase Database, UpstreamScript Broker)> ServersAsync() => (await servers.DatabaseAsync(), await servers.MosquittoAsync());
}
