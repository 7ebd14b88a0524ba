using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeAI.City.Enrolment;
using EdgeAI.City.Storage;
using EdgeAI.Gateway;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using MQTTnet;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>A gateway from nothing to attested records in the city's table, and out again.</summary>
public sealed class JoinTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task Join_FromNothing_DeliversAnAttestedSealOverMutualTlsUntilItIsRevoked()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using TemporaryFolder folder = new();
        (int exitCode, string output) = await CityProcess.RunAsync("keys", "new", "--out", folder["city.pem"]);
        Assert.True(exitCode == 0, output);
        (exitCode, output) = await CityProcess.RunAsync("gateways", "token", "--gateway", Gateway, "--site", Site, "--authority", folder["authority"], "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        Match line = Regex.Match(output, @"--token (\S+) --fingerprint (\S+) ");
        await using CityProcess enrol = await CityProcess.StartAsync(
            "enrolment on", "enrol", "--listen", "127.0.0.1:0", "--authority", folder["authority"], "--key", folder["city.pem.pub"], "--database", database.ConnectionString);
        string url = Regex.Match(enrol.Output, @"https://127\.0\.0\.1:\d+").Value;
        string city = folder["city"];
        (exitCode, output) = await RunAsync("join", url, "--token", line.Groups[1].Value, "--fingerprint", line.Groups[2].Value, "--out", city);
        Assert.True(exitCode == 0, output);
        Assert.Contains("\"id\": \"gateway-1\", \"site\": \"hall\"", output, StringComparison.Ordinal);
        Assert.Equal(KeyFile.ReadPublic(folder["city.pem.pub"]).Id, KeyFile.ReadPublic(Directory.GetFiles(city, "city-*.pub").Single()).Id);

        // Once more, as after a cut: the same certificate.
        string certificate = await File.ReadAllTextAsync(Path.Combine(city, "uplink.crt"), TestContext.Current.CancellationToken);
        (exitCode, output) = await RunAsync("join", url, "--token", line.Groups[1].Value, "--fingerprint", line.Groups[2].Value, "--out", city);
        Assert.True(exitCode == 0, output);
        Assert.Equal(certificate, await File.ReadAllTextAsync(Path.Combine(city, "uplink.crt"), TestContext.Current.CancellationToken));

        // The broker's certificate is of the same authority; the receiver sends receipts.
        using CityAuthority authority = CityAuthority.Open(folder["authority"], TimeProvider.System);
        await using UpstreamScript broker = await ReferenceFiles.MosquittoAsync(authority);
        await File.WriteAllTextAsync(folder["password"], ReferenceFiles.Password, TestContext.Current.CancellationToken);
        await using CityProcess receiver = await CityProcess.ReceiveAsync(
            "--mqtt", $"127.0.0.1:{broker.SecondPort}", "--user", "city", "--password-file", folder["password"], "--authority", Path.Combine(folder["authority"], "authority.crt"),
            "--key", folder["city.pem"], "--enrolled", "--database", database.ConnectionString);
        await Eventually.HoldsAsync(() => receiver.Output.Contains("connected to", StringComparison.Ordinal), "it is connected", () => receiver.Output);
        await using EnrolledGateway gateway = await EnrolledGateway.ConnectAsync(broker.Port, city, "edgeai-gateway-gateway-1");
        await gateway.SubscribeAsync($"edgeai/v1/{Site}/{Gateway}/receipts");
        using RecordSigningKey signing = KeyFile.ReadPrivate(Path.Combine(city, "signing.pem"));
        using SealedSpool spool = new(Gateway, signing);
        Assert.Equal(MqttClientPublishReasonCode.Success, await gateway.PublishAsync(TopicOf(Gateway), spool.Next(20)));
        await Eventually.HoldsAsync(() => gateway.Received.Length == 1, "the receipt is there", () => receiver.Output);
        Assert.Equal(ReceiptRejection.None, ReceiptReader.Open(gateway.Received[0].Payload, [KeyFile.ReadPublic(folder["city.pem.pub"])], out _));
        Assert.Equal(["gateway-1|7|21|21|1|21"], await database.RecordsAsync());
        Assert.Equal(["21"], await database.AskAsync("SELECT sequence FROM chain_head"));

        // Under another site's topic the broker takes it, since its name is in it, and the receiver refuses it.
        await gateway.PublishAsync($"edgeai/v1/elsewhere/{Gateway}/records", Frames(Gateway, From(100, 5)));
        await RefusedAsync(database, "the gateway 'gateway-1' is enrolled for the site 'hall', not for 'elsewhere'");

        (exitCode, output) = await RunAsync("rejoin", url, "--in", city, "--within", "397");
        Assert.True(exitCode == 0, output);
        Assert.NotEqual(certificate, await File.ReadAllTextAsync(Path.Combine(city, "uplink.crt"), TestContext.Current.CancellationToken));

        // Revoked: a running receiver refuses what comes, sends no receipt, and what was attested stays so.
        (exitCode, output) = await CityProcess.RunAsync("gateways", "revoke", Gateway, "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        await Eventually.HoldsAsync(() => enrol.Output.Contains("2 revoked certificates in", StringComparison.Ordinal), "the list is written", () => enrol.Output);
        long told = gateway.Received.Length;
        await PublishUntilRefusedAsync(database, gateway, spool);
        string[] heads = await database.AskAsync("SELECT max(sequence) FROM record WHERE kind = 7 UNION SELECT sequence FROM chain_head");
        Assert.Single(heads);
        Assert.True(gateway.Received.Length - told < spool.Last / 21, "no receipt for what was refused");
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        (exitCode, output) = await RunAsync("rejoin", url, "--in", city, "--within", "397");
        Assert.Equal(2, exitCode);
        Assert.Contains("refuses (403): this certificate is revoked", output, StringComparison.Ordinal);
        await broker.ReloadAsync();
        await Eventually.HoldsAsync(() => !Connects(broker.Port, city), "the broker lets it in no more");
    }

    [Fact]
    public async Task Join_ToAnotherCityThanTheTokens_SendsNothingAndKeepsNoCertificate()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        using TemporaryFolder folder = new();
        string token = await rig.TokenAsync(Gateway, Site);
        (int exitCode, string output) = await RunAsync("join", $"{rig.Url}", "--token", token, "--fingerprint", new string('a', 64), "--out", folder["city"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("has another authority", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["city"]));
        Assert.Equal(["0"], await rig.Database.AskAsync("SELECT count(*) FROM enrolment_token WHERE used IS NOT NULL"));
        (exitCode, output) = await RunAsync("join", $"{rig.Url}", "--token", token, "--fingerprint", "abc", "--out", folder["city"]);
        Assert.Equal((2, true), (exitCode, output.Contains("--fingerprint is not 64 hexadecimal digits", StringComparison.Ordinal)));
        (exitCode, output) = await RunAsync("join", $"{rig.Url}", "--token", "wrong", "--fingerprint", rig.Authority.Fingerprint, "--out", folder["city"]);
        Assert.Equal((2, true), (exitCode, output.Contains("refuses (403): the token is not known here", StringComparison.Ordinal)));
        (exitCode, output) = await RunAsync("join", $"{rig.Url}", "--token", token, "--fingerprint", rig.Authority.Fingerprint, "--out", folder["city"]);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task RevokedKey_SealsThatComeAfterwards_AttestNothing()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(database);
        using GatewayKeys old = new();
        Assert.Equal(200, (await rig.EnrolAsync(old.Request(await rig.TokenAsync(Gateway, Site)))).Status);
        using SealedSpool spool = new(Gateway, old.Signing);
        byte[] anchored = spool.Next(5);
        await StoreAsync(database, anchored);
        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "revoke", Gateway, "--database", database.ConnectionString, "--authority", rig.AuthorityFolder);
        Assert.True(exitCode == 0, output);
        Assert.Contains("-----BEGIN X509 CRL-----", await File.ReadAllTextAsync(rig.Authority.RevocationsFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The gateway is enrolled again, with another key; who has the old one goes on signing with it.
        using GatewayKeys next = new();
        Assert.Equal(200, (await rig.EnrolAsync(next.Request(await rig.TokenAsync(Gateway, Site)))).Status);
        await StoreAsync(database, anchored, spool.Next(5));
        Assert.Equal(["6"], await database.AskAsync("SELECT sequence FROM anchor"));
        Assert.Equal(["revoked-key|12"], await database.AskAsync("SELECT kind, sequence FROM finding"));
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString);
        Assert.Equal(3, exitCode);
        Assert.Contains("1 seals of a key that was revoked before they came attest nothing", output, StringComparison.Ordinal);
    }

    private static async Task StoreAsync(TestDatabase database, params byte[][] batches)
    {
        await using CityDatabase city = CityDatabase.Of(database.ConnectionString);
        await using BatchStore store = new(city, TimeProvider.System);
        await store.StoreAsync([.. batches.Select(static batch => new HeldArrival(TopicOf(Gateway), batch))], TestContext.Current.CancellationToken);
    }

    private static async Task PublishUntilRefusedAsync(TestDatabase database, EnrolledGateway gateway, SealedSpool spool)
    {
        while ((await database.AskAsync("SELECT 1 FROM refused WHERE reason LIKE 'the gateway ''gateway-1'' was revoked %'")).Length == 0)
        {
            await gateway.PublishAsync(TopicOf(Gateway), spool.Next(20));
        }
    }

    private static async Task RefusedAsync(TestDatabase database, string reason)
    {
        while ((await database.AskAsync("SELECT 1 FROM refused")).Length == 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal([reason], await database.AskAsync("SELECT reason FROM refused"));
    }

    private static bool Connects(int port, string folder)
    {
        try
        {
            EnrolledGateway.ConnectAsync(port, folder, "again").GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        int exitCode = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString());
    }
}
