using System.Diagnostics;
using EdgeAI.City.Enrolment;
using EdgeAI.City.Receiving;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using MQTTnet;
using MQTTnet.Formatter;
using Npgsql;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>The reference configuration of gateway/deploy: a gateway publishes its own records and reads its own receipts, and nothing else.</summary>
public sealed class DeployTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string OwnReceipts = $"edgeai/v1/{Site}/gateway-1/receipts";
    private const string OthersReceipts = $"edgeai/v1/{Site}/gateway-2/receipts";

    [Fact]
    public async Task Mosquitto_GatewayWithCertificate_PublishesItsOwnTopicAndReadsItsReceiptsOnly()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using TemporaryFolder folder = new();
        using CityAuthority authority = CityAuthority.Open(folder["authority"], TimeProvider.System);
        await using UpstreamScript broker = await ReferenceFiles.MosquittoAsync(authority);
        await File.WriteAllTextAsync(folder["password"], ReferenceFiles.Password, TestContext.Current.CancellationToken);
        using RecordSigningKey cityKey = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(
            broker.SecondPort,
            database,
            receipts: new SignedReceipts(cityKey, TimeProvider.System),
            adapt: options => options with { User = "city", PasswordFile = folder["password"], AuthorityFile = Path.Combine(folder["authority"], "authority.crt") });
        EnrolledGateway.Issue(authority, "gateway-1", Site, folder["one"]);
        EnrolledGateway.Issue(authority, "gateway-2", Site, folder["two"]);

        // This broker ends the connection of who publishes what it may not.
        foreach (string topic in (string[])[TopicOf("gateway-2"), OwnReceipts, OthersReceipts])
        {
            await using EnrolledGateway intruder = await EnrolledGateway.ConnectAsync(broker.Port, folder["one"], "edgeai-gateway-gateway-1");
            Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await intruder.PublishAsync(topic, Frames("gateway-2", From(100, 3))));
        }

        await using EnrolledGateway one = await EnrolledGateway.ConnectAsync(broker.Port, folder["one"], "edgeai-gateway-gateway-1");
        await using EnrolledGateway two = await EnrolledGateway.ConnectAsync(broker.Port, folder["two"], "edgeai-gateway-gateway-2");
        await one.SubscribeAsync(OwnReceipts);
        await one.SubscribeAsync(OthersReceipts);
        await one.SubscribeAsync("#");
        await two.SubscribeAsync(OthersReceipts);

        Assert.Equal(MqttClientPublishReasonCode.Success, await one.PublishAsync(TopicOf("gateway-1"), Frames("gateway-1", From(1, 10))));
        Assert.Equal(MqttClientPublishReasonCode.Success, await two.PublishAsync(TopicOf("gateway-2"), Frames("gateway-2", From(1, 10))));
        await receiver.SettledAsync(2);
        await Eventually.HoldsAsync(() => two.Received.Length == 1 && one.Received.Any(static each => each.Topic == OwnReceipts), "both got their receipts", () => receiver.Now.LastError);
        Assert.DoesNotContain(one.Received, static each => each.Topic != OwnReceipts);
        Assert.Equal(["gateway-1|7|10|10|1|10", "gateway-2|7|10|10|1|10"], await database.RecordsAsync());

        // Without a certificate, or with another authority's, nobody comes in; a client id is nobody's session but one's own.
        using CityAuthority foreign = CityAuthority.Open(folder["foreign"], TimeProvider.System);
        EnrolledGateway.Issue(foreign, "gateway-1", Site, folder["stranger"]);
        File.Copy(Path.Combine(folder["one"], "authority.crt"), Path.Combine(folder["stranger"], "authority.crt"), overwrite: true);
        await Assert.ThrowsAnyAsync<Exception>(() => EnrolledGateway.ConnectAsync(broker.Port, folder["stranger"], "x"));
        await Assert.ThrowsAnyAsync<Exception>(() => CityPublisher.ConnectAsync(broker.Port));
        await using EnrolledGateway taker = await EnrolledGateway.ConnectAsync(broker.Port, folder["two"], "edgeai-gateway-gateway-1");
        await Eventually.HoldsAsync(() => !two.IsConnected, "it took its own session");
        Assert.True(one.IsConnected);

        // A revoked certificate comes in no more once the broker has read the list again.
        using (var revoked = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(Path.Combine(folder["two"], "uplink.crt"), Path.Combine(folder["two"], "uplink.key")))
        {
            authority.WriteRevocations([(revoked.SerialNumberBytes.ToArray(), TimeProvider.System.GetUtcNow())]);
        }

        await broker.ReloadAsync();
        await Eventually.HoldsAsync(() => IsRefused(broker.Port, folder["two"]), "the revoked certificate is refused");
        await using EnrolledGateway still = await EnrolledGateway.ConnectAsync(broker.Port, folder["one"], "x");
        Assert.True(still.IsConnected);
    }

    [Fact]
    public async Task RabbitMq_GatewayWithCertificate_PublishesItsOwnTopicAndReadsItsReceiptsOnly()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using TemporaryFolder folder = new();
        using CityAuthority authority = CityAuthority.Open(folder["authority"], TimeProvider.System);
        await using UpstreamScript broker = await ReferenceFiles.RabbitMqAsync(authority);
        await ReferenceFiles.RabbitMqAsync(broker, "gateway.sh", "add", "gateway-1", Site);
        await ReferenceFiles.RabbitMqAsync(broker, "gateway.sh", "add", "gateway-2", Site);
        await File.WriteAllTextAsync(folder["password"], ReferenceFiles.Password, TestContext.Current.CancellationToken);
        (int exitCode, string output) = await CityProcess.RunAsync("keys", "new", "--out", folder["city.pem"]);
        Assert.True(exitCode == 0, output);
        await using CityProcess receiver = await CityProcess.ReceiveAsync(
            "--amqp", $"127.0.0.1:{broker.SecondPort}", "--user", "city", "--password-file", folder["password"], "--authority", Path.Combine(folder["authority"], "authority.crt"),
            "--key", folder["city.pem"], "--database", database.ConnectionString);
        EnrolledGateway.Issue(authority, "gateway-1", Site, folder["one"]);
        EnrolledGateway.Issue(authority, "gateway-2", Site, folder["two"]);
        await using EnrolledGateway one = await EnrolledGateway.ConnectAsync(broker.Port, folder["one"], "edgeai-gateway-gateway-1", MqttProtocolVersion.V311);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await one.SubscribeAsync(OwnReceipts));
        Assert.Equal(MqttClientPublishReasonCode.Success, await one.PublishAsync(TopicOf("gateway-1"), Frames("gateway-1", From(1, 10))));
        await Eventually.HoldsAsync(() => one.Received.Length == 1, "the receipt is there", () => receiver.Output);
        Assert.Equal(OwnReceipts, one.Received[0].Topic);
        Assert.Equal(["gateway-1|7|10|10|1|10"], await database.RecordsAsync());

        // What it may not, this broker answers by closing the connection.
        await RefusesAsync(static gateway => gateway.PublishAsync(TopicOf("gateway-2"), Frames("gateway-2", From(1, 10))));
        await RefusesAsync(static gateway => gateway.PublishAsync("edgeai/v1/elsewhere/gateway-1/records", Frames("gateway-1", From(11, 10))));
        await RefusesAsync(static async gateway => Assert.False(await gateway.SubscribeAsync(OthersReceipts) is MqttClientSubscribeResultCode.GrantedQoS0 or MqttClientSubscribeResultCode.GrantedQoS1));
        await Assert.ThrowsAnyAsync<Exception>(() => CityPublisher.ConnectAsync(broker.Port, MqttProtocolVersion.V311));
        Assert.Equal(["gateway-1|7|10|10|1|10"], await database.RecordsAsync());

        // Revoked, its user is gone, and its connection with it.
        await ReferenceFiles.RabbitMqAsync(broker, "gateway.sh", "revoke", "gateway-1");
        await Eventually.HoldsAsync(() => !one.IsConnected, "its connection is closed");
        Assert.True(IsRefused(broker.Port, folder["one"], MqttProtocolVersion.V311));
        Assert.False(IsRefused(broker.Port, folder["two"], MqttProtocolVersion.V311));

        async Task RefusesAsync(Func<EnrolledGateway, Task> work)
        {
            await using EnrolledGateway gateway = await EnrolledGateway.ConnectAsync(broker.Port, folder["one"], "edgeai-gateway-gateway-1:2", MqttProtocolVersion.V311);
            try
            {
                await work(gateway);
            }
            catch (MQTTnet.Exceptions.MqttCommunicationException)
            {
                // Closed before the answer.
            }

            await Eventually.HoldsAsync(() => !gateway.IsConnected, "the connection is closed");
        }
    }

    [Fact]
    public async Task PostgreSql_RolesOfTheReference_DoWhatTheyAreForAndNoMore()
    {
        using TemporaryFolder folder = new();
        using CityAuthority authority = CityAuthority.Open(folder["authority"], TimeProvider.System);
        await using UpstreamScript postgres = await ReferenceFiles.PostgreSqlAsync(authority);
        TestDatabase database = await CityServers.MakeAsync(postgres, "city", withSchema: false);
        string roles = await File.ReadAllTextAsync(ReferenceFiles.PathOf("postgresql", "roles.sql"), TestContext.Current.CancellationToken);
        await database.RunAsync(roles);
        await database.RunAsync("ALTER ROLE city_owner PASSWORD 'o'; ALTER ROLE city_receiver PASSWORD 'r'; ALTER ROLE city_enroller PASSWORD 'e'; ALTER ROLE city_reader PASSWORD 'q'");
        (int exitCode, string output) = await CityProcess.RunAsync("schema", "--apply", "--database", As("city_owner", "o"));
        Assert.True(exitCode == 0, output);
        await database.RunAsync(roles);

        // A receiver with its own rights: records of a month that nobody made ahead, a conflict, a refusal, quotas, seals, the account.
        TestDatabase asReceiver = new(As("city_receiver", "r"));
        UpstreamScript broker = await servers.MosquittoAsync();
        await database.RunAsync($"INSERT INTO site_quota VALUES ('{Site}', 20, NULL)");
        using SealedSpool spool = new("gateway-2");
        await database.RunAsync($"INSERT INTO gateway_key (gateway, key_id, suite, public_key) VALUES ('gateway-2', '\\x00', 1, '{spool.Key.PublicKey.ToPem()}')");
        await using (CityProcess receiver = await CityProcess.ReceiveAsync("--mqtt", $"127.0.0.1:{broker.Port}", "--name", "roles", "--group", "roles", "--keep-schema", "--http", "0", "--database", asReceiver.ConnectionString))
        {
            await Eventually.HoldsAsync(() => receiver.Output.Contains("connected to", StringComparison.Ordinal), "it is connected", () => receiver.Output);
            await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
            await publisher.PublishAsync(TopicOf("gateway-1"), Frames("gateway-1", From(1, 10), received: Noon - (400L * 86_400_000_000_000)));
            await publisher.PublishAsync(TopicOf("gateway-1"), Frames("gateway-1", From(1, 10), content: 1));
            await publisher.PublishAsync(TopicOf("gateway-1"), [1]);
            await publisher.PublishAsync(TopicOf("gateway-2"), spool.Next(10));
            await publisher.PublishAsync(TopicOf("gateway-1"), Frames("gateway-1", From(1001, 250)));
            await Eventually.HoldsAsync(() => receiver.Output.Contains("1 in quarantine", StringComparison.Ordinal), "all is stored", () => receiver.Output);
            Assert.DoesNotContain("permission denied", receiver.Output, StringComparison.Ordinal);
        }

        Assert.Equal(["gateway-1|7|10|10|1|10", "gateway-2|7|11|11|1|11"], await database.RecordsAsync());
        Assert.Equal(["10|1|1|1"], await database.AskAsync("SELECT (SELECT count(*) FROM conflict), (SELECT count(*) FROM refused), (SELECT count(*) FROM anchor), (SELECT count(*) FROM quarantine)"));
        await DeniedAsync(asReceiver, "UPDATE record SET frame = ''", "DELETE FROM anchor", "UPDATE anchor SET digest = ''", "INSERT INTO gateway_key SELECT * FROM gateway_key", "SELECT * FROM enrolment_token", "DROP TABLE record", "CREATE TABLE mine (x int)");

        TestDatabase asReader = new(As("city_reader", "q"));
        Assert.Equal(["21"], await asReader.AskAsync("SELECT count(*) FROM record"));
        await DeniedAsync(asReader, "DELETE FROM record", "SELECT * FROM enrolment_token", "SELECT * FROM quarantine", "INSERT INTO site_quota VALUES ('x')");

        TestDatabase asEnroller = new(As("city_enroller", "e"));
        await using (NpgsqlConnection connection = await asEnroller.ConnectAsync())
        {
            await GatewayTable.RevokedAsync(connection, TestContext.Current.CancellationToken);
        }

        await DeniedAsync(asEnroller, "SELECT * FROM record", "DELETE FROM gateway_key", "UPDATE gateway_key SET revoked = NULL", "INSERT INTO enrolment_token SELECT * FROM enrolment_token");

        string As(string role, string password) => $"Host=127.0.0.1;Port={postgres.Port};Username={role};Password={password};SSL Mode=VerifyFull;Root Certificate={Path.Combine(folder["authority"], "authority.crt")};Database=city";
    }

    [Theory]
    [InlineData("edgeai-city-receive@.service")]
    [InlineData("edgeai-city-enrol.service")]
    public void UnitFiles_ByTheirOwnChecker_AreSound(string name)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "needs the Debian package systemd");
        using TemporaryFolder folder = new();
        string unit = folder[name.Replace("@", "@1", StringComparison.Ordinal)];
        File.WriteAllText(unit, File.ReadAllText(ReferenceFiles.PathOf("systemd", name)).Replace("/opt/edgeai/city/EdgeAI.City", "/bin/true", StringComparison.Ordinal));
        using Process check = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", "--recursive-errors=no", unit]) { RedirectStandardError = true })!;
        string problems = check.StandardError.ReadToEnd();
        check.WaitForExit();
        Assert.DoesNotContain("edgeai-city", problems, StringComparison.Ordinal);
        Assert.Equal(0, check.ExitCode);
    }

    private static bool IsRefused(int port, string folder, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        try
        {
            EnrolledGateway.ConnectAsync(port, folder, "edgeai-gateway-x", version).GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
            return false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return true;
        }
    }

    private static async Task DeniedAsync(TestDatabase database, params string[] statements)
    {
        foreach (string statement in statements)
        {
            PostgresException denied = await Assert.ThrowsAsync<PostgresException>(() => database.RunAsync(statement));
            Assert.True(denied.SqlState is PostgresErrorCodes.InsufficientPrivilege, $"{statement}: {denied.Message}");
        }
    }
}
