using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class DeviceDirectoryTests
{
    [Fact]
    public async Task Connect_EnrolledDevice_IsNamedByItsCertificate()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        Assert.Equal(["robot-1"], server.Names);
        Assert.Equal(1, directory.Snapshot().Accepted);
    }

    [Fact]
    public async Task Permissions_OfADevice_AreItsOwnTopicsAndWhatTheRegistryAdds()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions options = await fixture.EnrollAsync("robot-1", publish: ["edgeai/v1/site/+/map"], subscribe: ["edgeai/v1/site/dock/#"]);
        using DeviceDirectory directory = fixture.Open();
        Assert.True(directory.TryIdentify(AuthorityFixture.CertificateOf(options), "any client id", out DeviceIdentity? robot, out _));
        Assert.Equal("robot-1", robot.Name);
        Assert.True(robot.MayPublish("edgeai/v1/site/robot-1/batch"));
        Assert.True(robot.MayPublish("edgeai/v1/site/robot-1/0/3"));
        Assert.True(robot.MayPublish("edgeai/v1/site/other/map"));
        Assert.False(robot.MayPublish("edgeai/v1/site/robot-2/batch"));
        Assert.False(robot.MayPublish("edgeai/v1/other/robot-1/batch"));
        Assert.True(robot.MaySubscribe("edgeai/v1/site/robot-1/commands"));
        Assert.True(robot.MaySubscribe("edgeai/v1/site/robot-1/artifacts"));
        Assert.True(robot.MaySubscribe("edgeai/v1/site/dock/+"));
        Assert.False(robot.MaySubscribe("edgeai/v1/site/robot-1/batch"));
        Assert.False(robot.MaySubscribe("edgeai/v1/site/+/commands"));
        Assert.False(robot.MaySubscribe("#"));
    }

    [Fact]
    public async Task Identify_LoopbackConnection_IsLocal()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        using DeviceDirectory directory = fixture.Open();
        Assert.True(directory.TryIdentify(null, "robot-1", out DeviceIdentity? local, out _));
        Assert.Equal("local", local.Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Revoke_WhileConnected_EndsTheConnectionAndRefusesTheNext(bool bySerial)
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        TlsClientOptions other = await fixture.EnrollAsync("robot-2");
        using DeviceDirectory directory = fixture.Open(options => options with { WatchPeriod = TimeSpan.FromMilliseconds(20) });
        await using TlsEcho server = new(directory);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        await using SslStream unharmed = await server.ConnectAsync(TlsClient.Load(other, fixture.Time));
        Assert.Equal(1, await (bySerial ? fixture.Authority.RevokeSerialAsync(AuthorityFixture.CertificateOf(robot).SerialNumber) : fixture.Authority.RevokeDeviceAsync("robot-1")));
        await TlsEcho.EndsAsync(stream);
        await TlsEcho.EchoAsync(unharmed);
        await RefusedAsync(server, directory, robot, fixture, "serial [0-9A-F]{32}, was revoked 2026-11-30");
    }

    [Fact]
    public async Task Enroll_WithOtherPermissions_EndsTheConnectionSoThatTheyHold()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1", publish: ["a/#"]);
        using DeviceDirectory directory = fixture.Open(options => options with { WatchPeriod = TimeSpan.FromMilliseconds(20) });
        await using TlsEcho server = new(directory);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        await fixture.EnrollAsync("robot-2");
        await TlsEcho.EchoAsync(stream);
        await fixture.EnrollAsync("robot-1");
        await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        await TlsEcho.EchoAsync(stream);
        await fixture.EnrollAsync("robot-1", publish: ["b/#"]);
        await TlsEcho.EndsAsync(stream);
    }

    [Fact]
    public async Task Certificate_ThatExpires_EndsItsOwnConnectionsOnly()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1", days: 1);
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        await using SslStream old = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        robot = await fixture.EnrollAsync("robot-1", days: 30);
        await using SslStream renewed = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        fixture.Time.Now = SetTime.Start.AddHours(25);
        await TlsEcho.EndsAsync(old);
        await TlsEcho.EchoAsync(renewed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registry_WithoutTheCertificateOrTheDevice_EndsTheConnection(bool keepsDevice)
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open(options => options with { WatchPeriod = TimeSpan.FromMilliseconds(20) });
        await using TlsEcho server = new(directory);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        await fixture.EnrollAsync("robot-1");
        DeviceRegistry registry = RegistryFile.Read(fixture.Folder.Registry);
        EnrolledDevice device = registry.Devices["robot-1"];
        device = device with { Certificates = device.Certificates.RemoveAt(0) };
        RegistryFile.Write(fixture.Folder.Registry, new DeviceRegistry(registry.Changed, registry.Authorities, keepsDevice ? registry.Devices.SetItem("robot-1", device) : registry.Devices.Clear()));
        await TlsEcho.EndsAsync(stream);
    }

    // A timer out of which something is thrown ends the process.
    [Fact]
    public async Task Watch_ThatFails_IsToldAndGoesOn()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        using DeviceDirectory directory = fixture.Open(options => options with { WatchPeriod = TimeSpan.FromMilliseconds(20) });
        int raised = 0;
        directory.Changed += () => throw new InvalidOperationException($"number {++raised}");
        await fixture.EnrollAsync("robot-1");
        await Eventually.HoldsAsync(() => raised == 1, "the change was seen");
        await fixture.EnrollAsync("robot-2");
        await Eventually.HoldsAsync(() => raised == 2, "the next one was seen too");
        await Eventually.HoldsAsync(() => directory.Snapshot().Problem.Length == 0, "it is well again");
    }

    [Fact]
    public async Task Connect_ExpiredCertificate_IsRefusedAndNamed()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1", days: 1);
        using DeviceDirectory directory = fixture.Open(options => options with { WatchPeriod = TimeSpan.FromMilliseconds(20) });
        await using TlsEcho server = new(directory);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        fixture.Time.Now = SetTime.Start.AddHours(25);
        await TlsEcho.EndsAsync(stream);
        await RefusedAsync(server, directory, robot, fixture, "'robot-1' expired 2026-12-01T12:00:00Z, and the clock here says 2026-12-01T13:00:00Z");
    }

    [Theory]
    [InlineData("foreign", "'robot-1' does not come from an authority that is trusted here")]
    [InlineData("self-signed", "'robot-1' does not come from an authority that is trusted here")]
    [InlineData("server", "is not for a client")]
    [InlineData("unregistered", "is not in the registry: enrol the device again")]
    public async Task Connect_WrongCertificate_IsRefusedAndNamed(string kind, string reason)
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        using AuthorityFixture foreign = await AuthorityFixture.CreateAsync();
        TlsClientOptions shown = kind switch
        {
            "foreign" => await foreign.EnrollAsync("robot-1") with { AuthorityFile = fixture.Folder.Trust },
            "self-signed" => SelfSigned(fixture),
            "server" => new TlsClientOptions { AuthorityFile = fixture.Folder.Trust, CertificateFile = fixture.Folder.ServerCertificate, KeyFile = fixture.Folder.ServerKey, ServerName = "localhost" },
            _ => Unregistered(fixture),
        };
        await using TlsEcho server = new(directory);
        await RefusedAsync(server, directory, shown, fixture, reason);
    }

    [Fact]
    public async Task Connect_NoCertificate_IsRefused()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        await RefusedAsync(server, directory, new TlsClientOptions { AuthorityFile = fixture.Folder.Trust, ServerName = "localhost" }, fixture, "showed no certificate");
    }

    [Fact]
    public async Task Clock_OfTheYear1970_JudgesByTheRegistrysLastChange()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1", days: 1);
        fixture.Time.Now = SetTime.Start.AddDays(3);
        TlsClientOptions valid = await fixture.EnrollAsync("robot-2", days: 1);
        TlsClientOptions revoked = await fixture.EnrollAsync("robot-3", days: 1);
        await fixture.Authority.RevokeDeviceAsync("robot-3");
        fixture.Time.Now = DateTimeOffset.UnixEpoch;
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        SetTime right = new() { Now = SetTime.Start.AddDays(3) };
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(valid, right));
        Assert.Equal(["robot-2"], server.Names);
        await RefusedAsync(server, directory, robot, fixture, "expired 2026-12-01T12:00:00Z", right);
        await RefusedAsync(server, directory, revoked, fixture, "was revoked", right);
        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(() => fixture.EnrollAsync("robot-4"));
        Assert.Equal("this machine's clock says 1970-01-01 00:00 UTC, before its authority was made: set the clock first", refused.Message);
    }

    [Fact]
    public async Task Clock_FarAhead_RefusesEveryDeviceNamesTheTimeAndRecovers()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        fixture.Time.Now = SetTime.Start.AddYears(3);
        await RefusedAsync(server, directory, robot, fixture, "the clock here says 2029-11-30");
        fixture.Time.Now = SetTime.Start.AddHours(2);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
    }

    [Fact]
    public async Task Registry_Damaged_LeavesTheLastGoodOneInForceAndSaysSo()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        string good = File.ReadAllText(fixture.Folder.Registry);
        File.WriteAllText(fixture.Folder.Registry, good[..(good.Length / 2)]);
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        Assert.Matches("^the registry .*registry.json is damaged \\(line \\d+: .*\\): .*; the last good one stays in force$", directory.Snapshot().Problem);
        File.WriteAllText(fixture.Folder.Registry, good);
        await using SslStream again = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        Assert.Equal("", directory.Snapshot().Problem);
    }

    private static TlsClientOptions SelfSigned(AuthorityFixture fixture)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=robot-1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CertificateVerification.ClientPurpose)], false));
        using X509Certificate2 certificate = request.CreateSelfSigned(SetTime.Start.AddDays(-1), SetTime.Start.AddDays(1));
        return fixture.WriteClient("self", certificate.ExportCertificatePem(), key);
    }

    private static TlsClientOptions Unregistered(AuthorityFixture fixture)
    {
        DeviceRegistry registry = RegistryFile.Read(fixture.Folder.Registry);
        Assert.True(new FileAuthorityKeys(fixture.Folder.Path).TryOpen(registry.Issuing.KeyName!, out IAuthorityKey? authority));
        using (authority)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using X509Certificate2 certificate = CertificateIssue.Device("robot-1", new PublicKey(key), registry.Issuing.Certificate, authority, SetTime.Start.AddMinutes(-1), SetTime.Start.AddDays(1));
            return fixture.WriteClient("unregistered", certificate.ExportCertificatePem(), key);
        }
    }

    private static async Task RefusedAsync(TlsEcho server, DeviceDirectory directory, TlsClientOptions options, AuthorityFixture fixture, string reason, TimeProvider? clientTime = null)
    {
        long before = directory.Snapshot().Refused;
        await Assert.ThrowsAnyAsync<Exception>(() => server.ConnectAsync(TlsClient.Load(options, clientTime ?? fixture.Time)));
        Assert.Matches(reason, directory.Snapshot().LastRefusal);
        Assert.Equal(before + 1, directory.Snapshot().Refused);
    }
}
