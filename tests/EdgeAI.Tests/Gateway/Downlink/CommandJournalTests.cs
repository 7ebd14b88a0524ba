using EdgeAI.Gateway.Downlink;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>What the gateway's journal remembers, for how long, and how much of it.</summary>
public sealed class CommandJournalTests : IDisposable
{
    private const string Robot = "robot-1";

    private static readonly string RobotTopic = Topics.Commands(GatewayLife.Site, Robot);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FakeBus _bus = new();
    private readonly List<byte[]> _spool = [];
    private GatewayLife? _life;

    [Fact]
    public void Command_MoreThanTheJournalRemembers_StaysWithTheUpstream()
    {
        GatewayLife life = Live(static options => options with { MaximumCommands = 1 });
        byte[] second = GatewayLife.Command(_time, "ping", Robot);

        Assert.Equal(ReceiveOutcome.Taken, life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false));
        Assert.Equal(ReceiveOutcome.NoRoom, life.Desk.Accept(second, isLocal: false));
        Assert.Null(life.Journal.Find(GatewayLife.IdOf(second)));
    }

    [Fact]
    public void Command_ForgottenAndReplayed_IsLateWhateverTheClockSays()
    {
        GatewayLife life = Live();
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(command, isLocal: false);
        _time.Pass(TimeSpan.FromDays(3));
        life.Desk.Step();
        life.Desk.Step();
        Assert.Null(life.Journal.Find(GatewayLife.IdOf(command)));

        _time.Jump = TimeSpan.FromDays(-4);
        life = Live();
        life.Desk.Accept(command, isLocal: false);

        Assert.Equal((CommandState.Expired, CommandReason.ExpiredAtGateway), EndOf(life, command));
    }

    [Fact]
    public void Command_OneSecondOfAWrongClock_MakesNoLaterCommandLate()
    {
        GatewayLife life = Live();
        _bus.Subscribe(Robot, RobotTopic);
        byte[] old = GatewayLife.Command(_time, "ping", Robot, life: TimeSpan.FromDays(20));
        life.Desk.Accept(old, isLocal: false);
        life.Desk.Answer(Robot, GatewayLife.Result(old, CommandState.Done));
        _time.Pass(TimeSpan.FromHours(2));
        life.Desk.Step();

        _time.Jump = TimeSpan.FromDays(365);
        life.Desk.Step();
        _time.Jump = TimeSpan.Zero;
        byte[] next = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(next, isLocal: false);

        Assert.Equal(CommandState.Received, EndOf(life, next).State);
        Assert.NotNull(life.Journal.Find(GatewayLife.IdOf(old)));
    }

    [Fact]
    public void Command_AfterTheClockWasSet_IsForgottenAgainOnceItRanEvenly()
    {
        GatewayLife life = Live();
        byte[] command = GatewayLife.Command(_time, "ping", Robot);
        life.Desk.Accept(command, isLocal: false);
        _time.Jump = TimeSpan.FromDays(10);
        life.Desk.Step();
        _time.Pass(TimeSpan.FromMinutes(59));
        life.Desk.Step();
        Assert.NotNull(life.Journal.Find(GatewayLife.IdOf(command)));

        _time.Pass(TimeSpan.FromMinutes(1));
        life.Desk.Step();

        Assert.Null(life.Journal.Find(GatewayLife.IdOf(command)));
    }

    [Fact]
    public void Command_RefusedWithAFarExpiry_IsRememberedNoLongerThanAPermittedOneMayBe()
    {
        GatewayLife life = Live(static options => options with { MaximumCommands = 1 });
        byte[] forbidden = GatewayLife.Command(_time, "ping", Robot, issuer: "mallory", life: TimeSpan.FromDays(36500));
        Assert.Equal(ReceiveOutcome.Taken, life.Desk.Accept(forbidden, isLocal: false));
        Assert.Equal(ReceiveOutcome.NoRoom, life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false));

        _time.Pass(TimeSpan.FromDays(33));
        life.Desk.Step();

        Assert.Equal(ReceiveOutcome.Taken, life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot), isLocal: false));
    }

    [Fact]
    public async Task Command_IdUsedAgainOverAndOver_IsToldOnce()
    {
        GatewayLife life = Live();
        CommandId id = CommandId.Draw();
        life.Desk.Accept(GatewayLife.Command(_time, "ping", Robot, id: id), isLocal: false);
        for (int time = 0; time < 5; time++)
        {
            life.Desk.Accept(GatewayLife.Command(_time, "model.promote", Robot, id: id, arguments: [(byte)time]), isLocal: false);
        }

        await life.Forwarder.DrainAsync();

        Assert.Equal([CommandReason.None, CommandReason.IdReused], _spool.Select(static body => GatewayLife.Open(body).Reason));
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
