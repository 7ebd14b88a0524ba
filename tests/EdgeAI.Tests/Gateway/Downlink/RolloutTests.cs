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

        byte[] stop = GatewayLife.Command(_time, "rollout.stop", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes($$"""{"rollout":"{{id}}"}"""));
        _life!.Desk.Accept(stop, isLocal: false);
        await PassAsync(TimeSpan.FromSeconds(30), 5);

        Assert.Equal(RolloutPhase.Failed, PhaseOf(id));
        Assert.Equal((CommandState.Failed, CommandReason.Stopped), EndOf(id));
        Assert.Equal((CommandState.Done, CommandReason.None), EndOf(GatewayLife.IdOf(stop)));
        Assert.Contains(("robot-1", "artifact.rollback"), _done);
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

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"Grasp"}""")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("")]
    public void Manifest_ThatIsNone_IsRefused(string json)
    {
        GatewayLife life = Live("m");
        byte[] command = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(json));

        life.Desk.Accept(command, isLocal: false);

        Assert.Equal((CommandState.Refused, CommandReason.BadArguments), EndOf(GatewayLife.IdOf(command)));
    }

    [Theory]
    [InlineData("\"bytes\":1000", "\"bytes\":0")]
    [InlineData("\"bytes\":1000", "\"bytes\":99999999999999")]
    [InlineData("http://127.0.0.1/a", "ftp://127.0.0.1/a")]
    [InlineData("http://127.0.0.1/a", "http://user:secret@127.0.0.1/a")]
    [InlineData("\"percent\":100", "\"percent\":75")]
    [InlineData("\"percent\":50", "\"percent\":5,\"count\":2")]
    [InlineData("{\"count\":1}", "{\"count\":3}")]
    [InlineData("\"robot-2\"", "\"robot-1\"")]
    [InlineData("\"robot-2\"", "null")]
    [InlineData("\"kind\":\"model\"", "\"kind\":\"firmware\"")]
    [InlineData("\"kind\":\"model\"", "\"kind\":\"model\",\"other\":1")]
    [InlineData("\"stages\":", "\"stage\":")]
    [InlineData("\"soakSeconds\":60", "\"soakSeconds\":-1")]
    public void Manifest_WithOneThingWrong_IsRefused(string right, string wrong)
    {
        string json = Manifest(60, 0);
        Assert.True(ArtifactManifest.TryRead(Encoding.UTF8.GetBytes(json), 1 << 20, out _, out _));
        Assert.Contains(right, json, StringComparison.Ordinal);

        Assert.False(ArtifactManifest.TryRead(Encoding.UTF8.GetBytes(json.Replace(right, wrong, StringComparison.Ordinal)), 1 << 20, out _, out string problem));

        Assert.NotEmpty(problem);
    }

    public void Dispose()
    {
        _life?.Dispose();
        _folder.Dispose();
    }

    private static string Manifest(int soakSeconds, int maximumFailures)
        => $$$"""
        {"name":"grasp","version":"2","kind":"model","bytes":1000,"sha256":"{{{new string('a', 64)}}}","url":"http://127.0.0.1/a","robots":["robot-1","robot-2","robot-3","robot-4"],
         "rollout":{"stages":[{"count":1},{"percent":50},{"percent":100}],"soakSeconds":{{{soakSeconds}}},"timeoutSeconds":600,"maximumFailures":{{{maximumFailures}}}}}
        """;

    private CommandId Announce(int soakSeconds = 60, int maximumFailures = 0, bool isFetched = true, string? absent = null, string spool = "life")
    {
        foreach (string robot in Robots.Where(robot => robot != absent))
        {
            _bus.Subscribe(robot, Topics.Commands(GatewayLife.Site, robot));
        }

        GatewayLife life = Live(spool);
        byte[] command = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(Manifest(soakSeconds, maximumFailures)));
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

    private GatewayLife Live(string name)
    {
        _life?.Dispose();
        _current = name;
        return _life = new GatewayLife(GatewayLife.OptionsIn(_folder[name], _time) with { AtStep = step => _atStep?.Invoke(step) }, _bus, _spool);
    }
}
