using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;

namespace EdgeAI.Tests.Robot.Boards;

/// <summary>The desktop's right hand, spoken with as the robot does it.</summary>
public sealed class BoardFactoryTests : IDisposable
{
    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly Profile _profile;
    private readonly BoardProfile _hand;
    private readonly RobotParts _parts;
    private readonly SensorFactory _sensors;
    private readonly BoardCore _board;
    private readonly BoardConversation _conversation;

    public BoardFactoryTests()
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "desktop.profile.json"), out Profile? profile, out _));
        _profile = profile;
        _hand = profile.Boards[0];
        _parts = new RobotParts(profile, _clock, replaying: false);
        _sensors = new SensorFactory(profile, new SimulatedHumanoid(1, _clock), new GeneratorFiles(profile));
        _board = new BoardFactory(profile, _sensors, boot: 7).Create(_hand, _clock, _parts.Links[_hand.Id].BoardEnd, out _);
        _board.Start();
        _conversation = _parts.Graph.Intakes[0].Conversation!;

        // The bridge takes a second to come up.
        Run(milliseconds: 2_000);
    }

    [Fact]
    public void Create_BoardOfTheProfile_TellsWhatTheProfileExpects()
    {
        BoardHello told = Assert.IsType<BoardHello>(_conversation.Hello);
        Assert.Equal(("right_hand", "SIM-desktop-01-1", BoardFactory.FirmwareVersion, _profile.Sha256), (told.BoardName, told.SerialNumber, told.FirmwareVersion, told.ProfileHash));
        Assert.Empty(HelloComparison.Compare(BoardExpectations.Of(_profile, _hand), told));
        Assert.NotEmpty(HelloComparison.Compare(BoardExpectations.Of(_profile, _profile.Boards[1]), told));
    }

    [Theory]
    [InlineData(CommandCode.SetRate, 3, 25_000, CommandOutcome.Done)]
    [InlineData(CommandCode.SetRate, 3, 12_400, CommandOutcome.OutOfRange)]
    [InlineData(CommandCode.SetRate, 1, 1_000, CommandOutcome.Done)]
    [InlineData(CommandCode.SetRate, 1, 999, CommandOutcome.OutOfRange)]
    [InlineData(CommandCode.Tare, 3, 1, CommandOutcome.Done)]
    [InlineData(CommandCode.Tare, 2, 1, CommandOutcome.NotSupported)]
    [InlineData(CommandCode.Tare, 8, 1, CommandOutcome.UnknownStream)]
    [InlineData(CommandCode.Reset, 255, 1, CommandOutcome.NotSupported)]
    [InlineData(CommandCode.Identify, 255, 1, CommandOutcome.Done)]
    public void Command_ToASimulatedBoard_IsDoneOrRefusedByName(CommandCode code, byte stream, uint period, CommandOutcome outcome)
    {
        Assert.Equal(SubmitStatus.Ok, _conversation.Commander.TrySubmit(new Command { Code = code, Stream = stream, PeriodMicroseconds = period }, out _));
        Run(milliseconds: 100);
        Assert.True(_conversation.Commander.TryTakeReport(out CommandReport report));
        Assert.Equal(outcome, report.Outcome);
        Assert.Equal(code == CommandCode.Identify ? 1 : 0, _conversation.Log.CountOf(LogLevel.Warning));
    }

    public void Dispose()
    {
        _sensors.Dispose();
        _parts.Dispose();
    }

    private void Run(int milliseconds)
    {
        for (int step = 0; step < milliseconds; step++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + 1_000_000);
            _board.Step();
            _parts.Graph.Step();
        }
    }
}
