using System.Security.Cryptography;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Perception.Store;
using EdgeAI.Robot.Downlink;
using EdgeAI.Robot.Outbound;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>A whole gateway and a robot's end of the downlink, over loopback.</summary>
public sealed class DownlinkEndToEndTests : IDisposable
{
    private const string Robot = "robot-1";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    [Fact]
    public async Task Ping_ByTheOperator_IsAnsweredByTheRobotAndItsResultIsARecord()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(Options());
        await using RobotEnd robot = new(this, gateway.Port);

        string id = await SendAsync(Robot, "ping", "hello");
        await UntilAsync(id, "ping: Done: hello");

        // Received, delivered, executing, done.
        await Eventually.HoldsAsync(() => gateway.Snapshot().Spool.Depth == 4, "the four reports are in the spool");
        await Eventually.HoldsAsync(() => gateway.Snapshot().Downlink!.Waiting == 0, "none waits");
    }

    [Fact]
    public async Task Configuration_AnnouncedByTheOperator_IsFetchedTwiceAndTakenIntoUse()
    {
        byte[] content = RandomNumberGenerator.GetBytes(100_000);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        using MoodyHttp server = new(content);
        int cuts = 2;
        server.CutAfter = () => Interlocked.Decrement(ref cuts) >= 0 ? 40_000 : null;
        await using GatewayHost gateway = await GatewayHost.StartAsync(Options());
        await using RobotEnd robot = new(this, gateway.Port);

        string id = await SendAsync("gw-1", "artifact.announce", $$"""
            {"name":"limits","version":"1","kind":"configuration","bytes":{{content.Length}},"sha256":"{{hash}}","url":"{{server.Url}}","chunkBytes":4096,"robots":["{{Robot}}"],
             "rollout":{"stages":[{"count":1}],"timeoutSeconds":60} }
            """);
        await UntilAsync(id, "artifact.announce: Done");

        string own = Path.Combine(_folder["robot"], "configurations", "limits");
        Assert.Equal((hash, "-"), ConfigurationTarget.Read(own));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(own, hash), TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private GatewayOptions Options() => new()
    {
        Id = "gw-1",
        Site = GatewayLife.Site,
        SpoolFolder = _folder["spool"],
        Port = 0,
        Seal = null,
        Downlink = new DownlinkOptions
        {
            Folder = _folder["spool"],
            Period = TimeSpan.FromMilliseconds(50),
            Artifacts = new ArtifactOptions { Port = 0, MinimumFreeBytes = 0, InitialBackoff = TimeSpan.FromMilliseconds(10), MaximumBackoff = TimeSpan.FromMilliseconds(20) },
        },
    };

    private Task<string> SendAsync(string target, string name, string arguments) => OperatorLine.SendAsync(_folder["spool"], target, name, arguments);

    private Task UntilAsync(string id, string end) => OperatorLine.UntilAsync(_folder["spool"], id, end);

    private sealed class RobotEnd : IAsyncDisposable
    {
        private readonly RobotCommandJournal _journal;
        private readonly CommandRunner _runner;
        private readonly CommandConnection _connection;

        public RobotEnd(DownlinkEndToEndTests test, int port)
        {
            string folder = test._folder["robot"];
            _journal = RobotCommandJournal.Open(folder, 1);
            Dictionary<ArtifactKind, IArtifactTarget> targets = new() { [ArtifactKind.Configuration] = new ConfigurationTarget(folder, new StoreDisk()) };
            ArtifactFetch fetch = new(folder, "127.0.0.1", test._client, null, 0, TimeProvider.System);
            CommandConnection? connection = null;
            _runner = new CommandRunner(Robot, _journal, [new PingHandler(), .. ArtifactHandler.All(targets, fetch)], result => connection!.Publish(result), TimeProvider.System);
            _connection = connection = new CommandConnection(GatewayLife.Site, Robot, new GatewayAddress("127.0.0.1", port, null), _runner.Take, TimeProvider.System);
            _runner.Start();
            _connection.Start();
        }

        public async ValueTask DisposeAsync()
        {
            await _connection.DisposeAsync();
            await _runner.DisposeAsync();
            _journal.Dispose();
        }
    }
}
