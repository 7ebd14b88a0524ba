using System.Text;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>What <c>artifact list</c> tells an operator while a rollout goes its way.</summary>
public sealed class ArtifactListTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FakeBus _bus = new();
    private readonly GatewayLife _life;
    private CommandId _rollout;

    public ArtifactListTests() => _life = new GatewayLife(GatewayLife.OptionsIn(_folder.Path, _time), _bus, []);

    public void Dispose()
    {
        _life.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task List_StageByStage_TellsWhoHasItAndHowItIsThere()
    {
        Announce();
        Assert.Equal(
            [$"grasp 2: model, 100 bytes, SHA-256 {Hash}; being fetched", $"  rollout {_rollout}: Fetching, stage 1 of 2", "    robot-1: not offered yet, it is of stage 1", "    robot-2: not offered yet, it is of stage 2"],
            await ListAsync());

        Hold(100);
        _life.Rollouts.Fetched(Assert.Single(_life.Rollouts.Open()), CommandReason.None, "");
        Assert.Equal(
            [$"grasp 2: model, 100 bytes, SHA-256 {Hash}; held here", $"  rollout {_rollout}: Installing, stage 1 of 2", "    robot-1: offered: Received", "    robot-2: not offered yet, it is of stage 2"],
            await ListAsync());

        Answer(CommandState.Done);
        Assert.Equal("    robot-1: has it, not checked yet", (await ListAsync())[2]);
        _time.Pass(TimeSpan.FromSeconds(61));
        _life.Rollouts.Step();
        Assert.Equal("    robot-1: has it, the check of stage 1 is under way", (await ListAsync())[2]);
        Answer(CommandState.Done);
        Assert.Equal(
            [$"  rollout {_rollout}: Installing, stage 2 of 2", "    robot-1: has it and ran it at the check of stage 1", "    robot-2: offered: Received"],
            (await ListAsync())[1..]);
        Answer(CommandState.Failed, CommandReason.WrongHash);
        Assert.Equal(
            [$"  rollout {_rollout}: RollingBack, stage 2 of 2: stage 2 of 2: 1 of 2 robots failed", "    robot-1: is to go back: Received", "    robot-2: is to go back: Received"],
            (await ListAsync())[1..]);
        Answer(CommandState.Done);
        Assert.Equal(
            [$"  rollout {_rollout}: Failed, stage 2 of 2: stage 2 of 2: 1 of 2 robots failed", "    robot-1: went back to what it ran before", "    robot-2: went back to what it ran before"],
            (await ListAsync())[1..]);
    }

    [Fact]
    public async Task List_CheckThatFailed_IsToldWithItsReason()
    {
        Announce(maximumFailures: 2);
        _life.Rollouts.Fetched(Assert.Single(_life.Rollouts.Open()), CommandReason.None, "");
        Answer(CommandState.Done);
        _time.Pass(TimeSpan.FromSeconds(61));
        _life.Rollouts.Step();
        Answer(CommandState.Failed, CommandReason.NotInstalled);
        Answer(CommandState.Failed, CommandReason.NoRoom);

        Assert.Equal(["    robot-1: took it; the check of stage 1: Failed (NotInstalled)", "    robot-2: does not have it: Failed (NoRoom)"], (await ListAsync())[2..]);
    }

    [Fact]
    public async Task List_FileThatIsCutOffAndOneThatNobodyNames_AreTold()
    {
        Announce();
        Hold(99);
        string stray = new('b', 64);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "artifacts", stray), new byte[7], TestContext.Current.CancellationToken);

        string[] lines = await ListAsync();

        Assert.EndsWith("; damaged here: 99 bytes", lines[0], StringComparison.Ordinal);
        Assert.Equal($"SHA-256 {stray}: 7 bytes that no rollout names; they go when room is needed", lines[^1]);
    }

    [Fact]
    public async Task List_WithoutAJournal_NamesTheMend()
    {
        (int code, string output, string error) = await RunAsync(_folder["nothing"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--spool", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["nothing"]));
    }

    private void Announce(int maximumFailures = 0)
    {
        foreach (string robot in (string[])["robot-1", "robot-2"])
        {
            _bus.Subscribe(robot, Topics.Commands(GatewayLife.Site, robot));
        }

        string manifest = $$"""
            {"name":"grasp","version":"2","kind":"model","bytes":100,"sha256":"{{Hash}}","url":"http://127.0.0.1/a","robots":["robot-1","robot-2"],
             "rollout":{"stages":[{"count":1},{"percent":100}],"soakSeconds":60,"timeoutSeconds":600,"maximumFailures":{{maximumFailures}}} }
            """;
        byte[] command = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(manifest));
        _life.Desk.Accept(command, isLocal: false);
        _life.Desk.Step();
        _rollout = GatewayLife.IdOf(command);
    }

    private void Hold(int bytes)
    {
        ArtifactStore store = new(_folder.Path);
        File.WriteAllBytes(store.StagingPathOf(Hash), new byte[bytes]);
        store.Adopt(Hash);
    }

    // Every robot that was commanded answers so, and the rollout moves on.
    private void Answer(CommandState state, CommandReason reason = CommandReason.None)
    {
        _life.Desk.Step();
        foreach (byte[] payload in _bus.Drain())
        {
            CommandReader.Open(payload, out CommandReader command);
            _life.Desk.Answer(command.TargetText, GatewayLife.Result(payload, state, reason));
        }

        _life.Rollouts.Step();
    }

    private async Task<string[]> ListAsync()
    {
        (int code, string output, string error) = await RunAsync(_folder.Path);
        Assert.Equal((0, ""), (code, error));
        return [.. output.TrimEnd().Split('\n').Select(static line => line.TrimEnd('\r'))];
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string spool)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse(["artifact", "list", "--spool", spool]).InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
