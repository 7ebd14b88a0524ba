using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

public sealed class BoardControlHelloTests
{
    private readonly ControlledBoard _board = new();

    [Fact]
    public void Start_LinkTakesIt_TellsHelloThenStreamsThenLayouts()
    {
        _board.Core.Start();
        _board.Run(1);

        (FrameHeader Header, Message Message)[] told = [.. _board.AtRobot().Where(static frame => frame.Header.Stream == 255)];
        Assert.Equal([MessageType.Hello, MessageType.StreamDescription, MessageType.StreamDescription, MessageType.TaxelLayout], told.Select(static frame => frame.Header.Type));
        Assert.Equal([0, 1, 2, 3], told.Select(static frame => frame.Header.Sequence));
        Assert.All(told, static frame => Assert.Equal((ControlledBoard.Number, ControlledBoard.Boot, FrameFlags.Simulated), (frame.Header.Board, frame.Header.Boot, frame.Header.Flags)));
        Hello hello = Assert.IsType<Hello>(told[0].Message);
        Assert.Equal(("left_hand", 2, 16, 4096), (hello.BoardName.ToString(), hello.StreamCount, hello.CommandsRemembered, hello.ReceiveLimit));
        StreamDescription first = Assert.IsType<StreamDescription>(told[1].Message);
        Assert.Equal((0, 4, 100_000u, "load_cell"), (first.StreamIndex, first.Stream, first.PeriodMicroseconds, first.FrameName.ToString()));
        Assert.Equal((1, 9, 1_000_000u), told[2].Message is StreamDescription second ? (second.StreamIndex, second.Stream, second.PeriodMicroseconds) : default);
        Assert.Equal(2, Assert.IsType<TaxelLayout>(told[3].Message).Count);
    }

    [Fact]
    public void Step_WhileTelling_SensorsKeepTheirTurns()
    {
        _board.Core.Start();

        _board.Core.Step();

        Assert.Equal([255, 4, 9], _board.AtRobot().Select(static frame => (int)frame.Header.Stream));
    }

    [Fact]
    public void HelloRequest_ForThisBoardOrAll_TellsAgainUnderTheNextNumber()
    {
        _board.Core.Start();
        _board.Run(10);
        _board.AtRobot();

        _board.FromRobot(new HelloRequest { TargetBoard = ControlledBoard.Number });
        _board.Run(10);
        List<Hello> second = _board.AtRobot<Hello>();
        _board.FromRobot(new HelloRequest { TargetBoard = BoardAddress.EveryBoard });
        _board.Run(10);

        Assert.Equal(1, Assert.Single(second).HelloNumber);
        Assert.Equal(2, Assert.Single(_board.AtRobot<Hello>()).HelloNumber);
    }

    [Fact]
    public void HelloRequest_AgainAndAgainWhileTelling_EveryTellingStillEnds()
    {
        _board.Core.Start();
        for (int turn = 0; turn < 200; turn++)
        {
            _board.FromRobot(new HelloRequest { TargetBoard = ControlledBoard.Number });
            _board.Run(0.001);
        }

        _board.Run(10);
        List<Message> told = [.. _board.AtRobot().Where(static frame => frame.Header.Stream == 255).Select(static frame => frame.Message)];
        int tellings = told.Count(static message => message is Hello);
        Assert.True(tellings > 10, $"{tellings} tellings");
        Assert.Equal(tellings, told.Count(static message => message is TaxelLayout));
        Assert.Equal(2 * tellings, told.Count(static message => message is StreamDescription));
    }

    [Fact]
    public void HelloRequest_ForAnotherBoardOrNotFromARobot_IsIgnoredAndCounted()
    {
        _board.Core.Start();
        _board.Run(10);
        _board.AtRobot();

        _board.FromRobot(new HelloRequest { TargetBoard = 4 });
        _board.SendsAsBoard = 12;
        _board.FromRobot(new HelloRequest { TargetBoard = ControlledBoard.Number });
        _board.SendsAsBoard = 0;
        _board.FromRobot(new ForceStamped());
        _board.Run(10);

        Assert.Empty(_board.AtRobot<Hello>());
        Assert.Equal(3, _board.Control.Ignored);
    }

    [Fact]
    public void Start_LinkFull_TellsThePartThatDidNotFitOnceThereIsRoom()
    {
        ControlledBoard board = new(linkCapacity: 200);
        board.Core.Start();
        board.Run(50);
        Assert.True(board.Control.DroppedLinkFull is > 1 and < 10, $"{board.Control.DroppedLinkFull} attempts");

        List<Message> told = [];
        for (int turn = 0; turn < 100; turn++)
        {
            told.AddRange(board.AtRobot().Where(static frame => frame.Header.Stream == 255).Select(static frame => frame.Message));
            board.Run(10);
        }

        Assert.Equal([MessageType.Hello, MessageType.StreamDescription, MessageType.StreamDescription, MessageType.TaxelLayout], told.Select(static message => message.Type));
        Assert.True(board.Core.IsConserved());
    }

    [Fact]
    public void Start_LinkClosed_DoesNotSpin()
    {
        _board.Unplug();
        _board.Core.Start();

        _board.Run(5_000);

        Assert.InRange(_board.Control.DroppedLinkClosed, 4, 6);
        Assert.Equal(50, _board.Streams[0].Readings);
        Assert.True(_board.Core.IsConserved());
    }

    [Fact]
    public void Log_PrintableText_IsSentOnTheBoardsOwnStream()
    {
        _board.Core.Start();

        _board.Control.Log(LogLevel.Warning, 17, "i2c0: SDA held low");
        _board.Control.Log(LogLevel.Warning, 17, "not\nprintable");

        LogRecord record = Assert.Single(_board.AtRobot<LogRecord>());
        Assert.Equal((LogLevel.Warning, 17, "i2c0: SDA held low"), (record.Level, record.Code, record.Text.ToString()));
        Assert.Equal(1, _board.Control.DroppedInvalid);
        Assert.True(_board.Core.IsConserved());
    }

    [Fact]
    public void Control_MadeOrUsedWrongly_Throws()
    {
        Assert.Throws<ArgumentException>(() => new BoardControl(null!, _board.Actions));
        Assert.Throws<ArgumentException>(() => new BoardControl(_board.Description(), null!));
        Assert.Throws<ArgumentException>(() => MakeWith(_board.Control, _board.Streams));
        Assert.Throws<ArgumentException>(() => MakeWith(new BoardControl(_board.Description(), _board.Actions), _board.Streams[..1]));
        Assert.Throws<ArgumentException>(() => MakeWith(new BoardControl(_board.Description(), _board.Actions), [_board.Streams[0], new SampledStream(5, _board.Sensor, 1)]));
        Assert.Throws<ArgumentException>(() => MakeWith(null, [new SampledStream(255, _board.Sensor, 1)]));
        Assert.Throws<InvalidOperationException>(() => new BoardControl(_board.Description(), _board.Actions).Log(LogLevel.Debug, 0, ""));
        StreamDescription otherType = ControlledBoard.Describe(9, "palm");
        otherType.ReadingType = MessageType.Image;
        BoardDescription wrong = new(new Hello(), [ControlledBoard.Describe(4, "load_cell"), otherType], []);
        Assert.Throws<ArgumentException>(() => MakeWith(new BoardControl(wrong, _board.Actions), _board.Streams));
        Assert.Throws<ArgumentException>(() => new BoardDescription(new Hello(), [new StreamDescription()], []));
        Assert.Throws<ArgumentException>(() => new BoardDescription(new Hello(), [], [new TaxelLayout(1)]));
        Assert.Throws<ArgumentException>(() => new BoardDescription(new Hello(), null!, []));
    }

    private BoardCore MakeWith(BoardControl? control, SampledStream[] streams) =>
        new(1, 1, FrameFlags.None, _board.Clock, new RecordingLink(), streams, control);
}
