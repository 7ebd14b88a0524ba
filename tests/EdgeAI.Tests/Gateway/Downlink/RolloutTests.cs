using System.Text;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

public sealed class RolloutTests : IDisposable
{
    private static readonly string[] Robots = ["robot-1", "robot-2", "robot-3", "robot-4"];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FakeBus _bus = new();
    private readonly List<byte[]> _spool = [];
    private readonly List<(string Robot, string Name)> _done = [];
    private readonly HashSet<CommandId> _seen = [];
    private GatewayLife? _life;
    private Action<DownlinkStep>? _atStep;

    /// <summary>What a robot answers to a command; null for nothing.</summary>
    private Func<string, string, CommandState?> _answer = static (_, _) => CommandState.Done;

    [Fact]
    public async Task Rollout_AllHealthy_GoesStageByStageToAll()
    {
        CommandId id = Announce();

        await PassAsync(TimeSpan.FromSeconds(30), 20);

        Assert.Equal(RolloutPhase.Done, PhaseOf(id));
        Assert.Equal(CommandState.Done, GatewayLife.Told(_spool, id)[^1]);
        Assert.Equal(
            ["install robot-1", "check robot-1", "install robot-2", "check robot-1", "check robot-2", "install robot-3", "install robot-4", "check robot-1", "check robot-2", "check robot-3", "check robot-4"],
            _done.Select(static each => $"{each.Name["artifact.".Length..]} {each.Robot}"));
    }

    [Fact]
    public async Task Rollout_CanaryFails_GoesBackAndNobodyElseIsTouched()
    {
        _answer = static (_, name) => name == "artifact.install" ? CommandState.Failed : CommandState.Done;
        CommandId id = Announce();

        await PassAsync(TimeSpan.FromSeconds(30), 10);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Equal([("robot-1", "artifact.install"), ("robot-1", "artifact.rollback")], _done);
        Assert.Equal((CommandState.Failed, CommandReason.RolledBack), EndOf(id));
    }

    [Fact]
    public async Task Rollout_CheckAfterTheSoakFails_AllThatTookItGoBack()
    {
        _answer = static (robot, name) => name == "artifact.check" && robot == "robot-2" ? CommandState.Failed : CommandState.Done;
        CommandId id = Announce();

        await PassAsync(TimeSpan.FromSeconds(30), 20);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Equal(["robot-1", "robot-2"], _done.Where(static each => each.Name == "artifact.rollback").Select(static each => each.Robot));
        Assert.DoesNotContain(_done, static each => each.Robot is "robot-3" or "robot-4");
    }

    [Fact]
    public async Task Rollout_FailuresWithinTheLimit_GoesOn()
    {
        _answer = static (robot, name) => name == "artifact.install" && robot == "robot-2" ? CommandState.Failed : CommandState.Done;
        CommandId id = Announce(maximumFailures: 1);

        await PassAsync(TimeSpan.FromSeconds(30), 20);

        Assert.Equal(RolloutPhase.Done, PhaseOf(id));
        Assert.DoesNotContain(("robot-2", "artifact.check"), _done);
    }

    [Fact]
    public async Task Rollout_SilentRobot_FailsWithTheStagesTimeAndGoesBackWhenItAnswers()
    {
        _answer = static (robot, _) => robot == "robot-2" ? null : CommandState.Done;
        CommandId id = Announce();
        await PassAsync(TimeSpan.FromSeconds(60), 20);
        Assert.Equal((CommandState.Failed, CommandReason.RolledBack), EndOf(id));
        Assert.Equal(RolloutPhase.RollingBack, PhaseOf(id));
        Assert.DoesNotContain(("robot-2", "artifact.rollback"), _done);

        _answer = static (_, _) => CommandState.Done;
        await PassAsync(TimeSpan.FromSeconds(60), 10);

        // It had taken it after all: so it goes back, too.
        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Equal(["robot-1", "robot-2"], _done.Where(static each => each.Name == "artifact.rollback").Select(static each => each.Robot));
    }

    [Fact]
    public async Task Rollout_RobotThatNeverCame_IsNotAskedToGoBack()
    {
        _bus.Unsubscribe(Topics.Commands(GatewayLife.Site, "robot-1"));
        CommandId id = Announce(absent: "robot-1");

        await PassAsync(TimeSpan.FromSeconds(60), 20);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Empty(_done);
    }

    [Fact]
    public async Task Rollout_Stopped_GoesBack()
    {
        CommandId id = Announce(soakSeconds: 100_000);
        await PassAsync(TimeSpan.FromSeconds(30), 5);

        byte[] stop = Stop(id);
        _life!.Desk.Accept(stop, isLocal: false);
        await PassAsync(TimeSpan.FromSeconds(30), 5);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Equal((CommandState.Failed, CommandReason.Stopped), EndOf(id));
        Assert.Equal((CommandState.Done, CommandReason.None), EndOf(GatewayLife.IdOf(stop)));
        Assert.Contains(("robot-1", "artifact.rollback"), _done);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Rollout_ClockIsSetWhileItSoaks_SoaksAsLongAsItShould(int days)
    {
        CommandId id = Announce(soakSeconds: 600);
        await PassAsync(TimeSpan.FromSeconds(10), 2);
        Assert.Equal(RolloutPhase.Soaking, PhaseOf(id));

        _time.Jump = TimeSpan.FromDays(days);
        await PassAsync(TimeSpan.FromSeconds(10), 57);
        Assert.DoesNotContain(("robot-1", "artifact.check"), _done);
        Live(_current);
        await PassAsync(TimeSpan.FromSeconds(10), 6);

        Assert.Contains(("robot-1", "artifact.check"), _done);
    }

    [Fact]
    public async Task Rollout_OfAnArtifactWithAnOpenOne_IsRefusedByName()
    {
        CommandId first = Announce();
        byte[] second = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(Manifest(60, 0)));
        byte[] other = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(Manifest(60, 0).Replace("grasp", "place", StringComparison.Ordinal)));
        _life!.Desk.Accept(second, isLocal: false);
        _life.Desk.Accept(other, isLocal: false);
        await PassAsync(TimeSpan.FromSeconds(1), 1);

        Assert.Equal((CommandState.Refused, CommandReason.AnotherRollout), EndOf(GatewayLife.IdOf(second)));
        Assert.Contains(first.ToString(), Encoding.UTF8.GetString(_life.Journal.Find(GatewayLife.IdOf(second))!.Detail), StringComparison.Ordinal);
        Assert.Equal(CommandState.Executing, EndOf(GatewayLife.IdOf(other)).State);
    }

    [Fact]
    public async Task Rollout_BeyondTheBound_IsRefused()
    {
        CommandId first = Announce(change: static options => options with { MaximumRollouts = 1 });
        byte[] other = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(Manifest(60, 0).Replace("grasp", "place", StringComparison.Ordinal)));
        _life!.Desk.Accept(other, isLocal: false);
        await PassAsync(TimeSpan.FromSeconds(1), 1);

        Assert.Equal((CommandState.Refused, CommandReason.TooManyWaiting), EndOf(GatewayLife.IdOf(other)));
        Assert.Equal(CommandState.Executing, EndOf(first).State);
    }

    [Fact]
    public async Task Rollout_LargerThanTheBounds_LocksOutNoOtherCommandNorItsOwnStop()
    {
        _answer = static (_, _) => null;
        CommandId id = Announce(stages: """{"percent":100}""", change: static options => options with { MaximumCommands = 2, MaximumWaiting = 2 });
        await PassAsync(TimeSpan.FromSeconds(1), 1);
        Assert.True(_life!.Journal.Waiting().Count >= 4);

        byte[] ping = GatewayLife.Command(_time, "ping", "robot-1");
        Assert.Equal(ReceiveOutcome.Taken, _life.Desk.Accept(ping, isLocal: false));
        Assert.Equal(CommandState.Received, EndOf(GatewayLife.IdOf(ping)).State);

        // Now the announcement and the ping fill both bounds.
        Assert.Equal(ReceiveOutcome.NoRoom, _life.Desk.Accept(GatewayLife.Command(_time, "ping", "robot-1"), isLocal: false));
        byte[] stop = Stop(id);
        Assert.Equal(ReceiveOutcome.Taken, _life.Desk.Accept(stop, isLocal: false));
        await PassAsync(TimeSpan.FromSeconds(1), 1);

        Assert.Equal(CommandState.Done, EndOf(GatewayLife.IdOf(stop)).State);
        Assert.Equal(RolloutPhase.RollingBack, PhaseOf(id));
    }

    [Fact]
    public async Task Rollout_RobotThatDoesNotGoBack_IsNamedAndToldAgain()
    {
        _answer = static (robot, name) => (robot, name) is ("robot-2", "artifact.check" or "artifact.rollback") ? CommandState.Failed : CommandState.Done;
        CommandId id = Announce();

        await PassAsync(TimeSpan.FromSeconds(30), 20);

        Rollout over = _life!.Rollouts.All().Single();
        Assert.Equal(RolloutPhase.Failed, over.Phase);
        Assert.StartsWith("1 did not go back: robot-2 (Failed); stage 2 of 3: ", over.Outcome, StringComparison.Ordinal);
        byte[][] told = [.. _spool.Where(body => GatewayLife.Open(body) is var result && result.Id == id && result.State == CommandState.Failed)];
        Assert.Equal(2, told.Length);
        Assert.Equal(CommandReason.RolledBack, GatewayLife.Open(told[1]).Reason);
        Assert.Equal(over.Outcome, Encoding.UTF8.GetString(GatewayLife.Open(told[1]).Detail));
    }

    [Fact]
    public async Task Rollout_StoppedWhileOneNeverGoesBack_EndsAndNamesIt()
    {
        _answer = static (robot, name) => robot == "robot-1" && name == "artifact.rollback" ? null : name == "artifact.check" ? CommandState.Failed : CommandState.Done;
        CommandId id = Announce();
        await PassAsync(TimeSpan.FromSeconds(30), 10);
        Assert.Equal(RolloutPhase.RollingBack, PhaseOf(id));

        byte[] stop = Stop(id);
        _life!.Desk.Accept(stop, isLocal: false);
        await PassAsync(TimeSpan.FromSeconds(1), 1);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.StartsWith("1 did not go back: robot-1 (Received); ", _life.Rollouts.All().Single().Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_ArtifactThatCannotBeHad_FailsBeforeAnyRobotHearsOfIt()
    {
        CommandId id = Announce(isFetched: false);
        _life!.Rollouts.Fetched(Assert.Single(_life.Rollouts.Open()), CommandReason.WrongHash, "another hash");
        await PassAsync(TimeSpan.FromSeconds(30), 3);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Equal((CommandState.Failed, CommandReason.WrongHash), EndOf(id));
        Assert.Empty(_done);
    }

    [Fact]
    public async Task Rollout_GatewayKilledAtRandomSteps_MakesEachCommandOnceAndComesToItsEnd()
    {
        int kills = 0;
        for (int seed = 1; seed <= 24; seed++)
        {
            Random random = new(seed);
            bool fails = seed % 2 == 0;
            _answer = (robot, name) => fails && name == "artifact.check" && robot == "robot-2" ? CommandState.Failed : CommandState.Done;
            _done.Clear();
            _seen.Clear();
            int left = random.Next(1, 30);
            int killsLeft = 15;
            CommandId id = Announce(spool: $"seed-{seed}");
            _atStep = _ =>
            {
                if (killsLeft > 0 && --left < 0)
                {
                    (left, killsLeft) = (random.Next(1, 30), killsLeft - 1);
                    kills++;
                    throw new KilledException();
                }
            };
            await PassAsync(TimeSpan.FromSeconds(30), 60);
            _atStep = null;

            Assert.Equal(fails ? RolloutPhase.Failed : RolloutPhase.Done, PhaseOf(id));
            Assert.Equal(fails ? 2 : 4, _done.Count(static each => each.Name == "artifact.install"));
            Assert.Equal(fails ? 2 : 0, _done.Count(static each => each.Name == "artifact.rollback"));
        }

        Assert.True(kills > 120, $"{kills} kills");
    }

    public void Dispose()
    {
        _life?.Dispose();
        _folder.Dispose();
    }

    private byte[] Stop(CommandId id) => GatewayLife.Command(_time, "rollout.stop", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes($$"""{"rollout":"{{id}}"}"""));

    private static string Manifest(int soakSeconds, int maximumFailures, string stages = """{"count":1},{"percent":50},{"percent":100}""")
        => $$$"""
        {"name":"grasp","version":"2","kind":"model","bytes":1000,"sha256":"{{{new string('a', 64)}}}","url":"http://127.0.0.1/a","robots":["robot-1","robot-2","robot-3","robot-4"],
         "rollout":{"stages":[{{{stages}}}],"soakSeconds":{{{soakSeconds}}},"timeoutSeconds":600,"maximumFailures":{{{maximumFailures}}}}}
        """;

    private CommandId Announce(int soakSeconds = 60, int maximumFailures = 0, bool isFetched = true, string? absent = null, string spool = "life", string stages = """{"count":1},{"percent":50},{"percent":100}""", Func<DownlinkOptions, DownlinkOptions>? change = null)
    {
        foreach (string robot in Robots.Where(robot => robot != absent))
        {
            _bus.Subscribe(robot, Topics.Commands(GatewayLife.Site, robot));
        }

        GatewayLife life = Live(spool, change);
        byte[] command = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(Manifest(soakSeconds, maximumFailures, stages)));
        life.Desk.Accept(command, isLocal: false);
        life.Desk.Step();
        Rollout rollout = Assert.Single(life.Rollouts.Open());
        if (isFetched)
        {
            life.Rollouts.Fetched(rollout, CommandReason.None, "");
        }

        return GatewayLife.IdOf(command);
    }

    /// <summary>Lets time pass, and gateway and robots do what is due; a gateway that is killed is started again.</summary>
    private async Task PassAsync(TimeSpan each, int times)
    {
        for (int time = 0; time < times; time++)
        {
            try
            {
                for (bool moved = true; moved;)
                {
                    _life!.Desk.Step();
                    moved = _life.Rollouts.Step() | AnswerAll();
                }

                await _life!.Forwarder.DrainAsync();
            }
            catch (KilledException)
            {
                Live(_current);
            }

            _time.Pass(each);
        }
    }

    private string _current = "";

    private bool AnswerAll()
    {
        bool answered = false;
        foreach (byte[] payload in _bus.Drain())
        {
            CommandReader.Open(payload, out CommandReader command);
            (string robot, string name, CommandId id) = (command.TargetText, command.NameText, command.Id);
            if (_answer(robot, name) is not { } state)
            {
                continue;
            }

            if (_seen.Add(id))
            {
                _done.Add((robot, name));
            }

            answered |= _life!.Desk.Answer(robot, GatewayLife.Result(payload, state)) == AnswerOutcome.Taken;
        }

        return answered;
    }

    private RolloutPhase PhaseOf(CommandId id) => _life!.Rollouts.All().Single(rollout => rollout.Id == id).Phase;

    private (CommandState State, CommandReason Reason) EndOf(CommandId id)
    {
        JournaledCommand known = _life!.Journal.Find(id)!;
        return (known.State, known.Reason);
    }

    private GatewayLife Live(string name, Func<DownlinkOptions, DownlinkOptions>? change = null)
    {
        _life?.Dispose();
        _current = name;
        DownlinkOptions options = GatewayLife.OptionsIn(_folder[name], _time) with { AtStep = step => _atStep?.Invoke(step) };
        return _life = new GatewayLife(change?.Invoke(options) ?? options, _bus, _spool);
    }
}
