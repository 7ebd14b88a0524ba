using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Sources;
using EdgeAI.Records.Certificates;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Sparkplug;
using EdgeAI.Tests.Gateway.Uplinks;
using MQTTnet.Formatter;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>How a receiver reaches a broker: over TLS with an authority of its own, with a user and a password.</summary>
public sealed class BrokerConnectionTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task OverTls_BrokerOfAnotherAuthority_IsToldInOneLineAndTriedAgainUntilItIsOurs()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        using TemporaryFolder folder = new();
        TlsFront other = new(Issue(folder["other.pem"], "127.0.0.1"), broker.Port);
        using X509Certificate2 ours = Issue(folder["authority.pem"], "127.0.0.1");
        await using RunningReceiver receiver = RunningReceiver.OverMqtt(Options(folder["authority.pem"], other.Port), database);
        string line = $"127.0.0.1:{other.Port}: its certificate was not issued for that name by an authority in {folder["authority.pem"]}: give the broker's authority with --authority, and the name in its certificate as the host";
        await Eventually.HoldsAsync(() => receiver.Now.LastError == line, "the certificate is refused", () => receiver.Now.LastError);
        other.Dispose();
        using TlsFront front = new(ours, broker.Port, other.Port);
        await receiver.ConnectedAsync();
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(1, 10)));
        await receiver.SettledAsync(1);
        Assert.Equal([$"{Gateway}|7|10|10|1|10"], await database.RecordsAsync());
    }

    [Fact]
    public async Task OverTls_CertificateOfAnotherName_IsRefused()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        using TemporaryFolder folder = new();
        using TlsFront front = new(Issue(folder["authority.pem"], "127.0.0.2"), broker.Port);
        await using RunningReceiver receiver = RunningReceiver.OverMqtt(Options(folder["authority.pem"], front.Port), database);
        await Eventually.HoldsAsync(() => receiver.Now.LastError.Contains("was not issued for that name", StringComparison.Ordinal), "it is refused", () => receiver.Now.LastError);
        Assert.Equal("", receiver.Now.Source);
    }

    [Fact]
    public async Task OverTls_CertificateOfAGateway_MakesNoBroker()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        using TemporaryFolder folder = new();
        using TlsFront front = new(Issue(folder["authority.pem"], "127.0.0.1", CertificateVerification.ClientPurpose), broker.Port);
        await using RunningReceiver receiver = RunningReceiver.OverMqtt(Options(folder["authority.pem"], front.Port), database);
        await Eventually.HoldsAsync(() => receiver.Now.LastError.Contains("was not issued for that name", StringComparison.Ordinal), "it is refused", () => receiver.Now.LastError);
        Assert.Equal("", receiver.Now.Source);
    }

    [Fact]
    public async Task OverAmqpAndTls_WithAUserWhosePasswordIsReadWithEachConnection_Receives()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using UpstreamScript broker = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2);
        using TemporaryFolder folder = new();
        using TlsFront other = new(Issue(folder["other.pem"], "127.0.0.1"), broker.SecondPort);
        using TlsFront front = new(Issue(folder["authority.pem"], "127.0.0.1"), broker.SecondPort);
        await File.WriteAllTextAsync(folder["password"], "wrong\n", TestContext.Current.CancellationToken);
        SourceOptions options = Options(folder["authority.pem"], other.Port, front.Port) with { User = "guest", PasswordFile = folder["password"] };
        await using RunningReceiver receiver = RunningReceiver.OverAmqp(options, database);
        await Eventually.HoldsAsync(() => receiver.Now.LastError.StartsWith($"127.0.0.1:{other.Port}: its certificate", StringComparison.Ordinal), "the certificate is refused", () => receiver.Now.LastError);
        await Eventually.HoldsAsync(() => receiver.Now.LastError.StartsWith($"127.0.0.1:{front.Port}: ", StringComparison.Ordinal), "the password is refused", () => receiver.Now.LastError);
        Assert.DoesNotContain('\n', receiver.Now.LastError);
        await File.WriteAllTextAsync(folder["password"], "guest\n", TestContext.Current.CancellationToken);
        await receiver.ConnectedAsync();
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port, MqttProtocolVersion.V311);
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(1, 10)));
        await receiver.SettledAsync(1);
        Assert.Equal([$"{Gateway}|7|10|10|1|10"], await database.RecordsAsync());
    }

    [Fact]
    public async Task OverMqtt_WithAUserWhosePasswordIsReadWithEachConnection_Connects()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync($"city:{Hashed("right")}\n");
        using TemporaryFolder folder = new();
        SourceOptions options = new() { Brokers = [new BrokerAddress("127.0.0.1", broker.Port)], Name = "city", User = "city", PasswordFile = folder["password"] };
        await using RunningReceiver receiver = RunningReceiver.OverMqtt(options, database);
        await Eventually.HoldsAsync(() => receiver.Now.LastError.StartsWith($"the password file {folder["password"]} cannot be read", StringComparison.Ordinal), "the file is missed", () => receiver.Now.LastError);
        await File.WriteAllTextAsync(folder["password"], "wrong", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => receiver.Now.LastError.StartsWith($"127.0.0.1:{broker.Port} refuses the connection (NotAuthorized)", StringComparison.Ordinal), "the password is refused", () => receiver.Now.LastError);
        await File.WriteAllTextAsync(folder["password"], "right\n", TestContext.Current.CancellationToken);
        await receiver.ConnectedAsync();
    }

    private static SourceOptions Options(string authority, params int[] ports)
        => new() { Brokers = [.. ports.Select(static port => new BrokerAddress("127.0.0.1", port))], Name = "city", AuthorityFile = authority };

    /// <summary>Makes an authority, whose certificate goes into a file, and a broker's certificate by it.</summary>
    private static X509Certificate2 Issue(string authorityFile, string address, string purpose = CertificateVerification.ServerPurpose)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authority = new($"CN={Path.GetFileName(authorityFile)}", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 issuer = authority.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        File.WriteAllText(authorityFile, issuer.ExportCertificatePem());
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=broker", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(System.Net.IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        using X509Certificate2 issued = request.Create(issuer, now.AddMinutes(-4), now.AddMinutes(50), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    // As mosquitto_passwd writes it: PBKDF2 with SHA-512, 101 rounds.
    private static string Hashed(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(12);
        return $"$7$101${Convert.ToBase64String(salt)}${Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(password, salt, 101, HashAlgorithmName.SHA512, 64))}";
    }
}
