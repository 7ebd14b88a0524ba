using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Robot.Outbound;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Downlink;
using EdgeAI.Tests.Gateway.Identity;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>A robot whose gateway asks for its certificate: telemetry, commands and artifacts, all over mutual TLS.</summary>
public sealed class DownlinkTlsTests : IAsyncLifetime
{
    private const string Robot = "desktop-01";
    private const string Site = "lab";

    private readonly TemporaryFolder _folder = new();
    private AuthorityFixture _authority = null!;

    public async ValueTask InitializeAsync()
    {
        // A robot in a process of its own judges certificates by the machine's clock.
        _authority = new AuthorityFixture();
        _authority.Time.Now = TimeProvider.System.GetUtcNow();
        await _authority.Authority.InitAsync(force: false);
    }

    public ValueTask DisposeAsync()
    {
        _authority.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Robot_WithItsCertificate_DeliversAnswersAndInstallsOverMutualTls()
    {
        TlsClientOptions files = await _authority.EnrollAsync(Robot);
        byte[] content = RandomNumberGenerator.GetBytes(100_000);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        using MoodyHttp server = new(content);
        await using GatewayHost gateway = await GatewayHost.StartAsync(Options());
        using TemporaryProfile profile = Profile(files);

        RobotResult run = await RobotProcess.RunAsync(
            async (process, started) =>
            {
                await started;
                string ping = await SendAsync(Robot, "ping", "hello");
                await UntilAsync(ping, "ping: Done: hello");
                string announced = await SendAsync("gw-1", "artifact.announce", $$"""
                    {"name":"limits","version":"1","kind":"configuration","bytes":{{content.Length}},"sha256":"{{hash}}","url":"{{server.Url}}","robots":["{{Robot}}"],
                     "rollout":{"stages":[{"count":1}],"timeoutSeconds":60} }
                    """);
                await UntilAsync(announced, "artifact.announce: Done");
                await Eventually.HoldsAsync(() => gateway.Snapshot().Spool.RecordsStored > 100, "readings are stored");
                using Process end = Process.Start("kill", ["-INT", $"{process.Id}"]);
                await end.WaitForExitAsync();
            },
            "--profile",
            profile.Path,
            "--gateway-port",
            $"{gateway.Ports[1]}",
            "--commands",
            _folder["robot"]);

        run.AssertNothingLost();
        Assert.Contains("Commands connected", run.Output, StringComparison.Ordinal);
        string own = Path.Combine(_folder["robot"], "configurations", "limits");
        Assert.Equal((hash, "-"), ConfigurationTarget.Read(own));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(own, hash), TestContext.Current.CancellationToken));
        // Telemetry, commands, the artifact.
        IdentityStatistics identity = gateway.Snapshot().Identity!;
        Assert.Equal((3, 0), (identity.Accepted, identity.Refused));
    }

    [Fact]
    public async Task Robot_WhoseCertificateWasRevoked_IsToldInOneLineOnEachOfItsWays()
    {
        TlsClientOptions files = await _authority.EnrollAsync(Robot);
        await using GatewayHost gateway = await GatewayHost.StartAsync(Options());
        await _authority.Authority.RevokeDeviceAsync(Robot);
        GatewayAddress address = new("localhost", gateway.Ports[1], files);

        await using CommandConnection commands = new(Site, Robot, address, static _ => { }, _authority.Time);
        commands.Start();
        await using WindowedPublisher telemetry = new(new MemoryOutbox(), new WindowedPublisherOptions { Host = address.Host, Port = address.Port, Tls = files, ClientId = Robot });
        telemetry.Start();

        string mend = $"the server took no connection with the certificate of '{Robot}': enroll it there, or renew it if it expired or was revoked";
        await Eventually.HoldsAsync(() => commands.LastError.Contains(mend, StringComparison.Ordinal), "the commands' connection says so", () => commands.LastError);
        await Eventually.HoldsAsync(() => telemetry.Snapshot().LastError.Contains(mend, StringComparison.Ordinal), "the telemetry's connection says so", () => telemetry.Snapshot().LastError);
        Assert.DoesNotContain('\n', commands.LastError);
        Assert.False(commands.Connected);
        Assert.Contains("was revoked", gateway.Snapshot().Identity!.LastRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Robot_OfAStrangeAuthority_IsRefusedArtifactsAndCommands()
    {
        using AuthorityFixture stranger = new();
        stranger.Time.Now = _authority.Time.Now;
        await stranger.Authority.InitAsync(force: false);
        TlsClientOptions files = await stranger.EnrollAsync(Robot) with { AuthorityFile = _authority.Folder.Trust };
        await using GatewayHost gateway = await GatewayHost.StartAsync(Options());
        GatewayAddress address = new("localhost", gateway.Ports[1], files);

        await using CommandConnection commands = new(Site, Robot, address, static _ => { }, _authority.Time);
        commands.Start();
        await Eventually.HoldsAsync(() => commands.LastError.Contains($"with the certificate of '{Robot}'", StringComparison.Ordinal), "the commands' connection says so", () => commands.LastError);
        Assert.False(commands.Connected);

        using HttpClient client = ArtifactFetch.ClientFor(address.LoadTls(_authority.Time));
        using DeviceDirectory directory = _authority.Open();
        await using ArtifactServer artifacts = await ArtifactServer.StartAsync(new ArtifactOptions { Host = "0.0.0.0", Port = 0 }, new ArtifactStore(_folder["artifacts"]), directory);
        Uri any = new($"https://localhost:{artifacts.Port}/artifacts/{new string('a', 64)}");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(any, TestContext.Current.CancellationToken));
        using HttpClient enrolled = ArtifactFetch.ClientFor((address with { Tls = await _authority.EnrollAsync(Robot) }).LoadTls(_authority.Time));
        using HttpResponseMessage answer = await enrolled.GetAsync(any, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    // In the handshake, in the middle of it, and before it: each time one line that names the gateway, the reason and the mend.
    [Fact]
    public async Task Artifact_ThatIsRefusedOverTls_IsToldInOneLineWithTheMend()
    {
        TlsClientOptions files = await _authority.EnrollAsync(Robot);
        using DeviceDirectory directory = _authority.Open();
        ArtifactStore store = new(_folder["artifacts"]);
        string hash = new('a', 64);
        await File.WriteAllBytesAsync(store.StagingPathOf(hash), new byte[100], TestContext.Current.CancellationToken);
        store.Adopt(hash);
        await using ArtifactServer artifacts = await ArtifactServer.StartAsync(new ArtifactOptions { Host = "0.0.0.0", Port = 0 }, store, directory);
        ArtifactOrder order = new()
        {
            Rollout = new string('1', 32),
            Name = "limits",
            Version = "1",
            Kind = ArtifactKind.Configuration,
            Bytes = 100,
            Sha256 = hash,
            ChunkBytes = 4096,
            Scheme = "https",
            Port = artifacts.Port,
        };
        string gateway = $"localhost:{artifacts.Port}: it refused the connection";

        Assert.Equal($"{gateway} (the server took no connection without a certificate: give 'certificateFile' and 'keyFile')", await FailAsync(order, files with { CertificateFile = null, KeyFile = null }));
        await _authority.Authority.RevokeDeviceAsync(Robot);
        Assert.Equal($"{gateway} (the server took no connection with the certificate of '{Robot}': enroll it there, or renew it if it expired or was revoked)", await FailAsync(order, files));
        using AuthorityFixture stranger = await AuthorityFixture.CreateAsync();
        Assert.Matches($"^{gateway} \\(the certificate .* does not come from an authority that is trusted here", await FailAsync(order, files with { AuthorityFile = stranger.Folder.Trust }));
    }

    [Fact]
    public async Task Robot_WithAnotherRobotsCertificate_GetsNoCommandsAndIsToldWhy()
    {
        TlsClientOptions files = await _authority.EnrollAsync("desktop-02");
        await using GatewayHost gateway = await GatewayHost.StartAsync(Options());

        await using CommandConnection commands = new(Site, Robot, new GatewayAddress("localhost", gateway.Ports[1], files), static _ => { }, _authority.Time);
        commands.Start();

        await Eventually.HoldsAsync(() => commands.LastError.Length > 0, "it is refused");
        Assert.Equal($"localhost:{gateway.Ports[1]} grants no subscription to edgeai/v1/lab/desktop-01/commands: the robot's certificate has to be for the robot's own id (gateway/IDENTITY.md)", commands.LastError);
        Assert.False(commands.Connected);
    }

    [Fact]
    public async Task Robot_WithoutItsKey_CannotRunAndIsToldWhichFileIsMissing()
    {
        TlsClientOptions files = await _authority.EnrollAsync(Robot);
        using TemporaryProfile profile = Profile(files);
        File.Delete(files.KeyFile!);

        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "1s");

        Assert.Equal(2, run.ExitCode);
        string line = Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.Contains("gateway.dial.tls: ", line, StringComparison.Ordinal);
        Assert.Contains(files.KeyFile!, line, StringComparison.Ordinal);
    }

    // The one try of a command whose time is over, and what it says.
    private async Task<string> FailAsync(ArtifactOrder order, TlsClientOptions files)
    {
        TlsClient tls = TlsClient.Load(files, _authority.Time);
        using HttpClient client = ArtifactFetch.ClientFor(tls);
        (string? path, HandlerResult failure) = await new ArtifactFetch(_folder["robot"], "localhost", client, tls, 0, _authority.Time).RunAsync(order, 0, TestContext.Current.CancellationToken);
        Assert.Null(path);
        Assert.Equal(CommandReason.DownloadFailed, failure.Reason);
        return Encoding.UTF8.GetString(failure.Detail);
    }

    private static TemporaryProfile Profile(TlsClientOptions files) => new(text => text
        .Replace("\"embedded\": true,", $$"""
            "embedded": false,
                "dial": { "host": "localhost", "tls": { "authorityFile": "{{files.AuthorityFile}}", "certificateFile": "{{files.CertificateFile}}", "keyFile": "{{files.KeyFile}}" } },
            """, StringComparison.Ordinal)
        .Replace("\"standIn\": true", "\"standIn\": false", StringComparison.Ordinal));

    private GatewayOptions Options() => new()
    {
        Id = "gw-1",
        Site = Site,
        SpoolFolder = _folder["spool"],
        Port = 0,
        Listeners = [new ListenerOptions { Tls = true }],
        Identity = _authority.Options with { WatchPeriod = TimeSpan.FromMilliseconds(50) },
        Downlink = new DownlinkOptions
        {
            Folder = _folder["spool"],
            Period = TimeSpan.FromMilliseconds(50),
            Artifacts = new ArtifactOptions { Host = "0.0.0.0", Port = 0, MinimumFreeBytes = 0, InitialBackoff = TimeSpan.FromMilliseconds(10), MaximumBackoff = TimeSpan.FromMilliseconds(20) },
        },
    };

    private Task<string> SendAsync(string target, string name, string arguments) => OperatorLine.SendAsync(_folder["spool"], target, name, arguments);

    private Task UntilAsync(string id, string end) => OperatorLine.UntilAsync(_folder["spool"], id, end);
}
