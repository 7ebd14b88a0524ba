using System.Diagnostics;
using System.Text;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>A process of its own, killed by SIGKILL at each named step of DOWNLINK.md; its next life is in this process.</summary>
public sealed class KilledDownlinkTests : IDisposable
{
    private const string Robot = "robot-1";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> GatewaySteps => [.. Enum.GetValues<DownlinkStep>().Where(static step => step < DownlinkStep.BeforeRollout).Select(static step => step.ToString())];

    [Theory]
    [MemberData(nameof(GatewaySteps))]
    public async Task Gateway_KilledAtStep_BringsTheCommandToItsOneEnd(string step)
    {
        byte[] command = GatewayLife.Command(TimeProvider.System, "ping", Robot);
        await KillAsync("downlink-gateway", command, step);

        FakeBus bus = new();
        bus.Subscribe(Robot, Topics.Commands(GatewayLife.Site, Robot));
        List<byte[]> spool = [.. File.Exists(_folder["reports.txt"]) ? (await File.ReadAllLinesAsync(_folder["reports.txt"], TestContext.Current.CancellationToken)).Select(Convert.FromHexString) : []];
        using GatewayLife next = new(GatewayLife.OptionsIn(_folder.Path, TimeProvider.System), bus, spool);
        next.Desk.Accept(command, isLocal: false);
        next.Desk.Step();

        // The robot answers each time that it is asked; before the kill it was asked where the child published.
        foreach (byte[] asked in bus.Drain())
        {
            Assert.Equal(command, asked);
            next.Desk.Answer(Robot, GatewayLife.Result(asked, CommandState.Done));
        }

        await next.Forwarder.DrainAsync();

        CommandId id = GatewayLife.IdOf(command);
        Assert.Equal(CommandState.Done, next.Journal.Find(id)!.State);
        Assert.Equal([CommandState.Received, CommandState.Done], GatewayLife.Told(spool, id));
    }

    [Theory]
    [InlineData(nameof(DownlinkStep.BeforeRollout))]
    [InlineData(nameof(DownlinkStep.AfterRollout))]
    public async Task Gateway_KilledAtARolloutsStep_MakesItsCommandOnce(string step)
    {
        byte[] command = GatewayLife.Command(TimeProvider.System, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes($$$"""
            {"name":"grasp","version":"2","kind":"model","bytes":1000,"sha256":"{{{new string('a', 64)}}}","url":"http://127.0.0.1/a","robots":["{{{Robot}}}"],"rollout":{"stages":[{"count":1}]}}
            """));
        await KillAsync("downlink-gateway", command, step);

        using GatewayLife next = new(GatewayLife.OptionsIn(_folder.Path, TimeProvider.System), new FakeBus(), []);
        Rollout rollout = Assert.Single(next.Rollouts.Open());
        Assert.Equal(step == nameof(DownlinkStep.AfterRollout) ? RolloutPhase.Installing : RolloutPhase.Fetching, rollout.Phase);
        next.Rollouts.Fetched(rollout, CommandReason.None, "");

        Assert.Single(next.Journal.Waiting(), static waiting => waiting.Target == Robot);
    }

    [Theory]
    [InlineData(nameof(RobotStep.BeforeBegin), CommandState.Done, 1)]
    [InlineData(nameof(RobotStep.AfterBegin), CommandState.Unknown, 0)]
    [InlineData(nameof(RobotStep.AfterHandler), CommandState.Unknown, 1)]
    [InlineData(nameof(RobotStep.AfterEnd), CommandState.Done, 1)]
    [InlineData(nameof(RobotStep.BeforeRename), CommandState.Done, 1)]
    [InlineData(nameof(RobotStep.AfterRename), CommandState.Done, 1)]
    public async Task Robot_KilledAtStep_TellsTheTruthInItsNextLife(string step, CommandState end, int effects)
    {
        byte[] command = GatewayLife.Command(TimeProvider.System, "once", Robot);
        await KillAsync("downlink-robot", command, step);
        int before = File.Exists(_folder["effects.txt"]) ? (await File.ReadAllLinesAsync(_folder["effects.txt"], TestContext.Current.CancellationToken)).Length : 0;

        Dictionary<CommandId, int> after = [];
        List<byte[]> results = [];
        long now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        using RobotCommandJournal journal = RobotCommandJournal.Open(_folder.Path, now);
        await using CommandRunner next = new(Robot, journal, [new CountingHandler("once", false, false, after)], results.Add, TimeProvider.System);
        next.Take(command);
        await next.RunOneAsync();

        Assert.Equal(0, journal.DamagedUntil);
        Assert.Equal(CommandResultRejection.None, CommandResultReader.OpenMessage(results[^1], out CommandResultReader last));
        Assert.Equal(end, last.State);
        Assert.Equal(effects, before + after.GetValueOrDefault(GatewayLife.IdOf(command)));
    }

    public void Dispose() => _folder.Dispose();

    private async Task KillAsync(string side, byte[] command, string step)
    {
        await File.WriteAllBytesAsync(_folder["command.bin"], command, TestContext.Current.CancellationToken);
        using Process child = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeAI.PowerCut.dll"), side, _folder.Path, step]) { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal($"at {step}", await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken));
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }
}
