using EdgeAI.Gateway.Downlink;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

public sealed class CommandDeskTests : IDisposable
{
    private const string Robot = "robot-1";

    private static readonly string RobotTopic = Topics.Commands(GatewayLife.Site, Robot);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FakeBus _bus = new();
    private readonly List<byte[]> _spool = [];
    private GatewayLife? _life;

    [Fact]
    public async Task Command_ToItsEnd_PassesEachStateOnceAndTellsTheCity()
    {
        GatewayLife life = Live();
        _bus.Subscribe(Robot, RobotTopic);
        byte[] command = GatewayLife.Command(_time, "ping", Robot);

        Assert.Equal(ReceiveOutcome.Taken, life.Desk.Accept(command, isLocal: false));
        life.Desk.Step();
        Assert.Equal(command, Assert.Single(_bus.Drain()));
        foreach (CommandState state in new[] { CommandState.Delivered, CommandState.Executing, CommandState.Done })
        {
            Assert.Equal(AnswerOutcome.Taken, life.Desk.Answer(Robot, GatewayLife.Result(command, state, at: 77)));
            Assert.Equal(AnswerOutcome.Known, life.Desk.Answer(Robot, GatewayLife.Result(command, state, at: 78)));
        }

        life.Desk.Step();
        Assert.Empty(_bus.Drain());
        Assert.True(await life.Forwarder.DrainAsync());
        Assert.Equal([CommandState.Received, CommandState.Delivered, CommandState.Executing, CommandState.Done], _spool.Select(static body => GatewayLife.Open(body).State));
        Assert.Equal([CommandReporter.Gateway, CommandReporter.Robot], _spool.Select(static body => GatewayLife.Open(body).Reporter).Distinct());
        Assert.Equal(77, GatewayLife.Open(_spool[^1]).AtUtcNanoseconds);
    }

    [Fact]
    public void Command_Repeated_IsOneCommand()
    {
        GatewayLife life = Live();
        byte[] command = GatewayLife.Command(_time, "ping", Robot);

        Assert.Equal(ReceiveOutcome.Taken, life.Desk.Accept(command, isLocal: false));
        Assert.Equal(ReceiveOutcome.Known, life.Desk.Accept(command, isLocal: false));
        Assert.Equal(ReceiveOutcome.Known, Live().Desk.Accept(command, isLocal: false));

        Assert.Single(_life!.Journal.Waiting());
    }

    [Theory]
    [InlineData("ping", "robot-1", "mallory", CommandReason.Forbidden)]
    [InlineData("model.promote", "robot-1", "city", CommandReason.Forbidden)]
    [InlineData("ping", "robot-9", "city", CommandReason.UnknownTarget)]
    [InlineData("nothing", "gw-1", "city", CommandReason.UnknownCommand)]
    [InlineData("ping", "robot-1", "local", CommandReason.ReservedIssuer)]
    [InlineData("ping", "robot-1", "gateway", CommandReason.ReservedIssuer)]
    public async Task Command_NotPermitted_IsRefusedAndTold(string name, string target, string issuer, CommandReason reason)
    {
        GatewayLife life = Live(options => options with
        {
            Robots = [Robot],
            Permissions = [new CommandPermission("city", "ping", "*"), new CommandPermission("city", "nothing", "gw-1"), new CommandPermission("local", "*", "*"), new CommandPermission("gateway", "*", "*")],
        });
        _bus.Subscribe(Robot, RobotTopic);
        byte[] command = GatewayLife.Command(_time, name, target, issuer);

        Assert.Equal(ReceiveOutcome.Taken, life.Desk.Accept(command, isLocal: false));
        life.Desk.Step();
        await life.Forwarder.DrainAsync();

        CommandResultReader told = GatewayLife.Open(Assert.Single(_spool));
        Assert.Equal((CommandState.Refused, reason), (told.State, told.Reason));
        Assert.Empty(_bus.Published);
    }

    [Fact]
    public async Task Command_LivingTooLongOrOneTooMany_IsRefused()
    {
        GatewayLife life = Live(static options => options with { MaximumLifetime = TimeSpan.FromHours(1), MaximumWaiting = 1 });

        life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot, life: TimeSpan.FromHours(2)), isLocal: false);
        life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false);
        life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false);
        await life.Forwarder.DrainAsync();

        Assert.Equal([CommandReason.LifetimeTooLong, CommandReason.None, CommandReason.TooManyWaiting], _spool.Select(static body => GatewayLife.Open(body).Reason));
    }

    [Fact]
    public async Task Command_IdUsedAgainWithOtherContent_IsRefusedAndTheFirstStands()
    {
        GatewayLife life = Live();
        CommandId id = CommandId.Draw();
        byte[] first = GatewayLife.Command(_time, "ping", Robot, id: id);

        life.Desk.Accept(first, isLocal: false);
        life.Desk.Accept(GatewayLife.Command(_time, "model.promote", Robot, id: id), isLocal: false);
        await life.Forwarder.DrainAsync();

        Assert.Equal(CommandReason.IdReused, GatewayLife.Open(_spool[^1]).Reason);
        Assert.Equal(first, life.Journal.Find(id)!.Envelope);
    }

    [Fact]
    public void Command_RobotOffline_WaitsAndIsSentWhenItSubscribes()
    {
        GatewayLife life = Live();
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(command, isLocal: false);
        life.Desk.Step();
        Assert.False(Assert.Single(life.Journal.Waiting()).IsSent);

        _bus.Subscribe(Robot, RobotTopic);
        life.Desk.Step();

        Assert.Equal(command, Assert.Single(_bus.Drain()));
        Assert.True(Assert.Single(life.Journal.Waiting()).IsSent);
    }

    [Fact]
    public void Command_WithoutAnswer_IsSentAgainWithGrowingPauses()
    {
        GatewayLife life = Live();
        _bus.Subscribe(Robot, RobotTopic);
        life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false);
        List<int> sentAt = [];
        for (int second = 0; second < 120; second++)
        {
            life.Desk.Step();
            if (_bus.Drain().Count > 0)
            {
                sentAt.Add(second);
            }

            _time.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 5, 15, 35, 75], sentAt);
    }

    [Fact]
    public void Command_NotBefore_WaitsForItsTime()
    {
        GatewayLife life = Live();
        _bus.Subscribe(Robot, RobotTopic);
        life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot, notBefore: TimeSpan.FromSeconds(30)), isLocal: false);
        life.Desk.Step();
        Assert.Empty(_bus.Drain());

        _time.Pass(TimeSpan.FromSeconds(31));
        life.Desk.Step();

        Assert.Single(_bus.Drain());
    }

    [Fact]
    public void Command_ExpiredUnsent_IsExpiredForSure()
    {
        GatewayLife life = Live(static options => options with { SendWindow = 1 });
        for (int command = 0; command < 3; command++)
        {
            life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false);
        }

        life.Desk.Step();
        _time.Pass(TimeSpan.FromMinutes(11));
        life.Desk.Step();

        Assert.All(life.Journal.Latest(10), static command => Assert.Equal((CommandState.Expired, CommandReason.ExpiredAtGateway), (command.State, command.Reason)));
    }

    [Fact]
    public void Command_ExpiredAfterItWasSent_IsAskedAboutThenUnknownAndTheLateTruthWins()
    {
        GatewayLife life = Live();
        _bus.Subscribe(Robot, RobotTopic);
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(command, isLocal: false);
        life.Desk.Step();
        _bus.Drain();

        _time.Pass(TimeSpan.FromHours(1));
        life.Desk.Step();
        Assert.Single(_bus.Drain());
        _time.Pass(TimeSpan.FromHours(24));
        life.Desk.Step();
        Assert.Equal((CommandState.Unknown, CommandReason.NoAnswer), EndOf(life, command));

        Assert.Equal(AnswerOutcome.Taken, life.Desk.Answer(Robot, GatewayLife.Result(command, CommandState.Done)));
        Assert.Equal((CommandState.Done, CommandReason.None), EndOf(life, command));
    }

    [Fact]
    public void Answer_OfAnotherRobotOrOfNothing_ChangesNothing()
    {
        GatewayLife life = Live();
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(command, isLocal: false);

        Assert.Equal(AnswerOutcome.Stranger, life.Desk.Answer("robot-2", GatewayLife.Result(command, CommandState.Done)));
        Assert.Equal(AnswerOutcome.Stranger, life.Desk.Answer(Robot, GatewayLife.Result(GatewayLife.Command(_time, "ping", Robot), CommandState.Done)));
        Assert.Equal(AnswerOutcome.Malformed, life.Desk.Answer(Robot, [1, 2, 3]));
        Assert.Equal(ReceiveOutcome.Malformed, life.Desk.Accept([1, 2, 3], isLocal: false));
        Assert.Equal(2, life.Desk.Malformed);
        Assert.Equal(CommandState.Received, life.Journal.Find(GatewayLife.IdOf(command))!.State);
    }

    [Fact]
    public async Task Results_Handler_TakesItsTopicAndTellsWhatItRefuses()
    {
        GatewayLife life = Live();
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(command, isLocal: false);
        DownlinkResults results = new(GatewayLife.Site, life.Desk);
        string topic = Topics.Results(GatewayLife.Site, Robot);

        Assert.True(results.Handles(topic));
        Assert.False(results.Handles(Topics.Results("hall-3", Robot)));
        Assert.False(results.Handles(RobotTopic));
        Assert.False(results.Handles("edgeai/v1/hall-2/robot-1/batch"));
        Assert.Null(await results.HandleAsync(null!, topic, GatewayLife.Result(command, CommandState.Done)));
        Assert.NotNull(await results.HandleAsync(null!, topic, new byte[] { 1 }));
        Assert.Equal(CommandState.Done, life.Journal.Find(GatewayLife.IdOf(command))!.State);
    }

    [Theory]
    [InlineData("city", "ping", "robot-1", true)]
    [InlineData("city", "model.promote", "robot-1", true)]
    [InlineData("city", "model", "robot-1", false)]
    [InlineData("city-2", "ping", "robot-1", false)]
    [InlineData("city", "ping", "gw-1", false)]
    public void Permission_Patterns_MatchWholeIdsOrBeginnings(string issuer, string command, string target, bool permits)
    {
        CommandPermission[] lines = [new("city", "ping", "robot-*"), new("*", "model.*", "robot-1")];

        Assert.Equal(permits, lines.Any(line => line.Permits(issuer, command, target)));
    }

    /// <summary>The named crash points of DOWNLINK.md, each once: where the gateway is cut off, and that the next life brings the command to its one end.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Gateway_CutOffAtStep_GoesOnInItsNextLife(int at)
    {
        DownlinkStep step = (DownlinkStep)at;
        bool armed = true;
        DownlinkOptions Arm(DownlinkOptions options) => options with
        {
            AtStep = now =>
            {
                if (armed && now == step)
                {
                    armed = false;
                    throw new KilledException();
                }
            },
        };
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        _bus.Subscribe(Robot, RobotTopic);
        int effects = 0;
        bool isDone = false;
        for (int life = 0; life < 3; life++)
        {
            GatewayLife current = Live(Arm);
            try
            {
                current.Desk.Accept(command, isLocal: false);
                current.Desk.Step();
                foreach (byte[] _ in _bus.Drain())
                {
                    effects += isDone ? 0 : 1;
                    isDone = true;
                }

                if (isDone)
                {
                    current.Desk.Answer(Robot, GatewayLife.Result(command, CommandState.Done));
                }

                await current.Forwarder.DrainAsync();
            }
            catch (KilledException)
            {
                _time.Pass(TimeSpan.FromSeconds(60));
            }
        }

        Assert.False(armed);
        Assert.Equal(1, effects);
        Assert.Equal((CommandState.Done, CommandReason.None), EndOf(_life!, command));
        Assert.Equal([CommandState.Received, CommandState.Done], GatewayLife.Told(_spool, GatewayLife.IdOf(command)));
    }

    public void Dispose()
    {
        _life?.Dispose();
        _folder.Dispose();
    }

    private static (CommandState State, CommandReason Reason) EndOf(GatewayLife life, byte[] command)
    {
        JournaledCommand known = life.Journal.Find(GatewayLife.IdOf(command))!;
        return (known.State, known.Reason);
    }

    /// <summary>Begins the next life; the one before ends as by a kill.</summary>
    private GatewayLife Live(Func<DownlinkOptions, DownlinkOptions>? change = null)
    {
        _life?.Dispose();
        DownlinkOptions options = GatewayLife.OptionsIn(_folder.Path, _time);
        return _life = new GatewayLife(change?.Invoke(options) ?? options, _bus, _spool);
    }
}
