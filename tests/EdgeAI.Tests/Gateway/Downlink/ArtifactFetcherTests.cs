using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

public sealed class ArtifactFetcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Takes connections, as the kernel does for it, and never answers.
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private GatewayLife? _life;
    private ArtifactFetcher? _fetcher;

    public ArtifactFetcherTests() => _silent.Start();

    private string SilentUrl => $"http://127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}/artifact";

    [Fact]
    public async Task Artifact_WhoseServerNeverAnswers_IsGivenUpWhenItsTimeIsOver()
    {
        Live(static options => options with { FetchTimeout = TimeSpan.FromMilliseconds(200) });
        CommandId id = Announce("grasp", SilentUrl, [1]);

        await StepUntilAsync(() => PhaseOf(id) == RolloutPhase.Failed);

        Assert.Equal((CommandState.Failed, CommandReason.DownloadFailed), (_life!.Journal.Find(id)!.State, _life.Journal.Find(id)!.Reason));
    }

    [Fact]
    public async Task Artifact_WhoseServerNeverAnswers_HoldsUpNoOther()
    {
        byte[] content = RandomNumberGenerator.GetBytes(10_000);
        using MoodyHttp server = new(content);
        Live(static options => options with { TurnTime = TimeSpan.FromMilliseconds(100) });
        CommandId bad = Announce("grasp", SilentUrl, [1]);
        CommandId good = Announce("place", server.Url.ToString(), content);

        await StepUntilAsync(() => PhaseOf(good) != RolloutPhase.Fetching);

        Assert.Equal(RolloutPhase.Installing, PhaseOf(good));
        Assert.Equal(RolloutPhase.Fetching, PhaseOf(bad));
    }

    [Fact]
    public async Task Artifact_OfARolloutThatIsStopped_IsFetchedNoFurther()
    {
        Live(static options => options);
        CommandId id = Announce("grasp", SilentUrl, [1]);
        Task<TimeSpan> step = _fetcher!.StepAsync(TestContext.Current.CancellationToken);
        using (await _silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            Assert.False(step.IsCompleted);
            _life!.Desk.Accept(GatewayLife.Command(TimeProvider.System, "rollout.stop", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes($$"""{"rollout":"{{id}}"}""")), isLocal: false);
            _life.Desk.Step();

            await step.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }

        Assert.Equal(CommandReason.Stopped, _life.Journal.Find(id)!.Reason);
    }

    public void Dispose()
    {
        _fetcher?.Dispose();
        _life?.Dispose();
        _silent.Dispose();
        _folder.Dispose();
    }

    private void Live(Func<ArtifactOptions, ArtifactOptions> change)
    {
        DownlinkOptions options = GatewayLife.OptionsIn(_folder.Path, TimeProvider.System);
        options = options with { Period = TimeSpan.FromMilliseconds(20), Artifacts = change(options.Artifacts with { StallTimeout = TimeSpan.FromMinutes(10) }) };
        _life = new GatewayLife(options, new FakeBus(), []);
        _fetcher = new ArtifactFetcher(options, new ArtifactStore(_folder.Path), _life.Rollouts);
    }

    private CommandId Announce(string name, string url, byte[] content)
    {
        byte[] command = GatewayLife.Command(TimeProvider.System, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes($$"""
            {"name":"{{name}}","version":"1","kind":"model","bytes":{{content.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(content))}}","url":"{{url}}","robots":["robot-1"],
             "rollout":{"stages":[{"count":1}]} }
            """));
        _life!.Desk.Accept(command, isLocal: false);
        _life.Desk.Step();
        return GatewayLife.IdOf(command);
    }

    private RolloutPhase PhaseOf(CommandId id) => _life!.Rollouts.All().Single(rollout => rollout.Id == id).Phase;

    private async Task StepUntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await _fetcher!.StepAsync(bound.Token);
        }
    }
}
