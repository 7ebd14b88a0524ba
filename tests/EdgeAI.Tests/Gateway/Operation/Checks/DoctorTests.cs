using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Operation.Checks;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.PowerCut;
using EdgeAI.Tests.Gateway.Broker;
using EdgeAI.Tests.Gateway.Identity;

namespace EdgeAI.Tests.Gateway.Operation.Checks;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private GatewayOptions Options => new() { Id = "gateway", Site = "site", SpoolFolder = _folder["spool"], Port = 0 };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Examine_SoundMachine_FindsNothingThatMustBeMendedAndLeavesNothing()
    {
        IReadOnlyList<Finding> findings = await Doctor.ExamineAsync(Options, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(findings, finding => finding.Level == FindingLevel.Fail && finding.Subject is not "spool");
        Assert.Contains(findings, finding => finding.Subject == "sqlite" && finding.Level == FindingLevel.Ok);
        Assert.Contains(findings, finding => finding.Subject == "sync");
        Assert.Contains(findings, finding => finding.Text == "none is given: records wait in the spool");
        Assert.All(findings, finding => Assert.DoesNotContain('\n', finding.ToString()));
        Assert.False(Directory.Exists(_folder["spool"]));
    }

    [Fact]
    public async Task Examine_GatewayRuns_SaysSo()
    {
        await using GatewayHost host = await GatewayHost.StartAsync(Options);
        IReadOnlyList<Finding> findings = await Doctor.ExamineAsync(Options with { Port = host.Port }, TestContext.Current.CancellationToken);
        Assert.Contains(findings, finding => finding.ToString() == $"ok   port {host.Port}: in use, and a gateway runs with this spool");
        Assert.Contains(findings, finding => finding.Text.StartsWith("a gateway runs on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Examine_GatewayWhoseUpstreamRefuses_SaysWhatItIsToldAndTheMend()
    {
        await using TestCity city = new() { Answer = null };
        await city.StartAsync();
        GatewayOptions options = Options.WithUpstream("127.0.0.1", city.Port, TrimBy.Puback);
        await using GatewayHost host = await GatewayHost.StartAsync(options with { Operation = new OperationOptions { HttpPort = 0 } });
        options = options with { Port = host.Port, Operation = new OperationOptions { HttpPort = host.HttpPort } };
        await Eventually.HoldsAsync(() => host.Snapshot().Uplink.Connected, "it is connected");
        Assert.Contains(await Doctor.ExamineAsync(options, TestContext.Current.CancellationToken), static finding => finding.ToString() == "ok   running gateway: it says that all is well");

        using RawMqttClient robot = await RawMqttClient.ConnectAsync(host.Port, 5, "robot");
        await robot.SendAsync(MqttPackets.Publish(5, "edgeai/v1/site/robot/1/1", RawFrames.Make(1, 1, 1), 1));
        await Eventually.HoldsAsync(() => host.Snapshot().Uplink.Refusal.Length > 0, "it is refused");

        IReadOnlyList<Finding> findings = await Doctor.ExamineAsync(options, TestContext.Current.CancellationToken);
        Assert.Contains(findings, finding => finding.ToString() == $"FAIL running gateway: uplink: connected, but its records are refused: 127.0.0.1:{city.Port}: refused edgeai/v1/site/gateway/records: 0x10 NoMatchingSubscribers: nobody is subscribed there: subscribe the city's receiver to that topic (UPLINKS.md)");
        Assert.Contains(findings, finding => finding.Level == FindingLevel.Ok && finding.Subject == $"upstream 127.0.0.1:{city.Port}");
    }

    [Fact]
    public async Task Examine_GatewayThatDoesNotTellItsHealth_IsAWarning()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        Finding found = Assert.Single(await RunningCheck.ExamineAsync(port, TestContext.Current.CancellationToken));

        Assert.StartsWith($"warn running gateway: its health cannot be read on port {port} (", found.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("give the --http that it runs with", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_PortTakenAndUpstreamDead_NamesBothWithTheMend()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        IReadOnlyList<Finding> findings = await Doctor.ExamineAsync((Options with { Port = port }).WithUpstream("127.0.0.1", 1, TrimBy.Puback), TestContext.Current.CancellationToken);
        Assert.Contains(findings, finding => finding.Level == FindingLevel.Fail && finding.ToString().StartsWith($"FAIL port {port}: 127.0.0.1 cannot be listened on", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Level == FindingLevel.Fail && finding.Subject == "upstream 127.0.0.1:1");
    }

    [Fact]
    public async Task Examine_ByReceiptsWithoutAKeyOfTheCity_NamesBothMends()
    {
        IReadOnlyList<Finding> findings = await Doctor.ExamineAsync(Options.WithUpstream("127.0.0.1", 1), TestContext.Current.CancellationToken);
        Finding found = Assert.Single(findings, static finding => finding.Subject == "city's keys");
        Assert.Equal(FindingLevel.Fail, found.Level);
        Assert.Contains("--city-key FILE", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("--trim-by puback", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Spool_SyncFasterThanAnyDisk_IsNotBelieved()
    {
        Assert.Equal(FindingLevel.Warn, SpoolCheck.Judge("spool", TimeSpan.FromMicroseconds(3)).Level);
        Assert.Contains("a power cut empties", SpoolCheck.Judge("spool", TimeSpan.FromMicroseconds(3)).Mend, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Ok, SpoolCheck.Judge("spool", TimeSpan.FromMicroseconds(300)).Level);
        Assert.Equal(FindingLevel.Warn, SpoolCheck.Judge("spool", TimeSpan.FromMilliseconds(300)).Level);
    }

    [Fact]
    public async Task Spool_FileOverwritten_IsFound()
    {
        await (await GatewayHost.StartAsync(Options)).DisposeAsync();
        string file = Path.Combine(_folder["spool"], "spool.db");
        Assert.Equal(FindingLevel.Ok, SpoolCheck.Header(file).Level);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.Write(new byte[32]);
        }

        Assert.Contains(SpoolCheck.Examine(Options, running: false), finding => finding.Level == FindingLevel.Fail && finding.Text.EndsWith("does not begin as a database does", StringComparison.Ordinal));
    }

    [Fact]
    public void Spool_InMemory_IsRefused()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "needs a folder in memory, /dev/shm");
        string folder = Path.Combine("/dev/shm", $"edgeai-{Guid.NewGuid():N}");
        Assert.Contains(SpoolCheck.Examine(Options with { SpoolFolder = folder }, running: false), finding => finding.Level == FindingLevel.Fail && finding.Text.Contains("lies on tmpfs", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Clock_BeforeTheSpoolsLastWrite_IsFound()
    {
        await (await GatewayHost.StartAsync(Options)).DisposeAsync();
        SetTime past = new() { Now = DateTimeOffset.UnixEpoch };
        Finding found = Assert.Single(ClockCheck.Examine(Options with { Time = past }, synchronised: true));
        Assert.Equal(FindingLevel.Fail, found.Level);
        Assert.StartsWith("it says 1970-01-01 00:00 UTC, and ", found.Text, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Warn, ClockCheck.Examine(Options, synchronised: false).Last().Level);
    }

    [Fact]
    public async Task Identity_ExpiredAndOpenKey_AreFound()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        await fixture.EnrollAsync("robot-1", days: 1);
        fixture.Open().Dispose();
        GatewayOptions options = Options with { Identity = fixture.Options, Time = fixture.Time };
        Assert.All(IdentityCheck.Examine(options with { Time = new SetTime() }).Where(finding => finding.Subject != "devices"), finding => Assert.Equal(FindingLevel.Ok, finding.Level));
        fixture.Time.Now = SetTime.Start.AddDays(100);
        string[] found = [.. IdentityCheck.Examine(options).Select(finding => finding.ToString())];
        Assert.Contains("ok   authority: valid until 2036-11-30 12:00 UTC", found);
        Assert.Contains(found, line => line.StartsWith("FAIL server certificate: it expired", StringComparison.Ordinal));
        Assert.Contains(found, line => line.StartsWith("warn devices: 1 of 1 expired or expire soon, first 'robot-1'", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fixture.Folder.ServerKey, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Assert.Single(IdentityCheck.Examine(options)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Identity_ListenerWithTlsAndNoAuthority_IsFound()
    {
        Finding found = Assert.Single(IdentityCheck.Examine(Options with { Listeners = [new ListenerOptions { Address = "0.0.0.0", Port = 8883, Tls = true }] }));

        Assert.StartsWith("FAIL identity: the listener on 0.0.0.0:8883 is to speak TLS, and there is no authority", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upstream_OfAnotherAuthority_IsNamed()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        using AuthorityFixture foreign = await AuthorityFixture.CreateAsync();
        TlsClientOptions files = await fixture.EnrollAsync("gateway");
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        Assert.Equal("reached, and its certificate is good", (await UpstreamCheck.ExamineAsync("127.0.0.1", server.Port, files, fixture.Time, TestContext.Current.CancellationToken)).Text);
        Finding found = await UpstreamCheck.ExamineAsync("127.0.0.1", server.Port, files with { AuthorityFile = foreign.Folder.Trust }, fixture.Time, TestContext.Current.CancellationToken);
        Assert.Equal(FindingLevel.Fail, found.Level);
        Assert.Contains("does not come from an authority that is trusted here", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downlink_ThatCannotStart_IsFound()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Directory.CreateDirectory(_folder["downlink"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["downlink"], "downlink.db"), new string('x', 4096), TestContext.Current.CancellationToken);
        GatewayOptions options = Options with
        {
            Downlink = new DownlinkOptions
            {
                Folder = _folder["downlink"],
                Upstream = new UpstreamOptions { Host = "127.0.0.1", Port = 1, UserName = "gw", PasswordFile = _folder["password"] },
                Artifacts = new ArtifactOptions { Port = port },
            },
            Sparkplug = new SparkplugOptions { Host = "127.0.0.1", Port = 2 },
        };

        string[] found = [.. (await Doctor.ExamineAsync(options, TestContext.Current.CancellationToken)).Where(static finding => finding.Level == FindingLevel.Fail).Select(static finding => finding.ToString())];

        Assert.Contains(found, line => line.StartsWith($"FAIL port {port}: 127.0.0.1 cannot be listened on", StringComparison.Ordinal));
        Assert.Contains(found, static line => line.StartsWith("FAIL downlink: ", StringComparison.Ordinal) && line.Contains("does not begin as a database does", StringComparison.Ordinal));
        Assert.Contains(found, static line => line.StartsWith("FAIL upstream of commands 127.0.0.1:1: its password file", StringComparison.Ordinal));
        Assert.Contains(found, static line => line.StartsWith("FAIL upstream of commands 127.0.0.1:1: it cannot be reached", StringComparison.Ordinal));
        Assert.Contains(found, static line => line.StartsWith("FAIL Sparkplug broker 127.0.0.1:2: it cannot be reached", StringComparison.Ordinal));
        Assert.Contains(DownlinkCheck.Examine(options with { Downlink = options.Downlink with { Artifacts = new ArtifactOptions { Host = "0.0.0.0", Port = 0 } } }), static finding => finding.ToString().StartsWith("FAIL artifacts: they cannot be served on 0.0.0.0 without TLS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Downlink_ThatRan_IsSound()
    {
        GatewayOptions options = Options with { Downlink = new DownlinkOptions { Folder = _folder["downlink"] } };
        Assert.All(DownlinkCheck.Examine(options), static finding => Assert.Equal(FindingLevel.Ok, finding.Level));
        Assert.False(Directory.Exists(_folder["downlink"]));
        await (await GatewayHost.StartAsync(options)).DisposeAsync();

        Assert.Contains(DownlinkCheck.Examine(options), static finding => finding.ToString().EndsWith("version 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Spool_SeveralFoldersDown_LeavesNoneOfThem()
    {
        SpoolCheck.Examine(Options with { SpoolFolder = _folder["a/b/spool"] }, running: false);

        Assert.False(Directory.Exists(_folder["a"]));
    }

    [Fact]
    public async Task Command_SomethingWrong_PrintsALineEachAndEndsWith3()
    {
        using StringWriter output = new();
        int code = await GatewayCommand.Create().Parse(["doctor", "--port", "0", "--spool", _folder["spool"], "--upstream", "127.0.0.1:1", "--trim-by", "puback"])
            .InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
        Assert.All(output.ToString().TrimEnd().Split('\n'), line => Assert.Matches("^(ok  |warn|FAIL) ", line));
    }
}
