using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

public sealed class BoardCoreTests
{
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new() { Nanoseconds = 5 * Millisecond };
    private readonly RecordingLink _link = new();
    private readonly ScriptedSensor _sensor;
    private readonly SampledStream _stream;
    private readonly BoardCore _board;

    public BoardCoreTests()
    {
        _sensor = new ScriptedSensor(_clock);
        _stream = new SampledStream(4, _sensor, 100 * Millisecond);
        _board = new BoardCore(3, 7, FrameFlags.Simulated, _clock, _link, [_stream]);
    }

    [Fact]
    public void Step_SensorReads_SendsAFrameWithIdentityFlagsAndTheReadingsOwnTime()
    {
        _board.Start();
        _clock.AdvanceMilliseconds(2);

        _board.Step();

        (FrameHeader header, Message message) = Assert.Single(_link.Frames);
        Assert.Equal((3, 7, 4, 0L), (header.Board, header.Boot, header.Stream, header.Sequence));
        Assert.Equal(FrameFlags.Simulated, header.Flags);
        Assert.Equal(7_000, header.TimeMicroseconds);
        Assert.Equal(7 * Millisecond, message.Stamp.Nanoseconds);
        Assert.Equal(1, Assert.IsType<ForceStamped>(message).Value);
    }

    [Fact]
    public void Step_SeveralDue_ReadsThemInStreamOrder()
    {
        SampledStream slow = new(9, new ScriptedSensor(_clock), 100 * Millisecond);
        SampledStream fast = new(2, new ScriptedSensor(_clock), 40 * Millisecond);
        BoardCore board = new(1, 1, FrameFlags.None, _clock, _link, [slow, fast]);
        board.Start();

        long wait = board.Step();

        Assert.Equal([9, 2], _link.Frames.Select(static frame => (int)frame.Header.Stream));
        Assert.Equal(40 * Millisecond, wait);
        _clock.Nanoseconds += wait;
        Assert.Equal(40 * Millisecond, board.Step());
        Assert.Equal(2, _link.Frames[^1].Header.Stream);
    }

    [Fact]
    public void Step_NothingDue_ReadsNothing()
    {
        _board.Start();
        _board.Step();
        _clock.AdvanceMilliseconds(99.9);

        Assert.Equal(100_000, _board.Step());
        Assert.Equal(1, _sensor.Reads);
    }

    [Fact]
    public void Step_AlwaysLate_KeepsItsPhase()
    {
        _board.Start();
        for (int turn = 0; turn < 1_000; turn++)
        {
            _clock.Nanoseconds = (5 + (100 * turn) + (turn % 90)) * Millisecond;
            Assert.Equal((100 - (turn % 90)) * Millisecond, _board.Step());
        }

        Assert.Equal(1_000, _stream.Readings);
        Assert.Equal(0, _stream.Missed);
    }

    [Fact]
    public void Step_Overrun_CountsThePeriodsThatAreOverAndKeepsItsPhase()
    {
        _board.Start();
        _board.Step();
        _clock.AdvanceMilliseconds(350);

        Assert.Equal(50 * Millisecond, _board.Step());

        Assert.Equal(2, _stream.Missed);
        Assert.Equal(2, _stream.Readings);
        Assert.Equal([0, 1], _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_ReadTakesLongerThanThePeriod_CountsMissedAndLetsOthersHaveTheirTurn()
    {
        ScriptedSensor slow = new(_clock) { ReadDuration = 250 * Millisecond };
        ScriptedSensor quick = new(_clock);
        SampledStream slowStream = new(0, slow, 100 * Millisecond);
        SampledStream quickStream = new(1, quick, 100 * Millisecond);
        BoardCore board = new(1, 1, FrameFlags.None, _clock, _link, [slowStream, quickStream]);
        board.Start();

        for (int step = 0; step < 4; step++)
        {
            Assert.Equal(0, board.Step());
        }

        Assert.Equal(4, slow.Reads);
        Assert.Equal(4, quick.Reads);
        Assert.Equal(4, slowStream.Missed);
        Assert.Equal(7, quickStream.Missed);
        Assert.True(board.IsConserved());
    }

    [Fact]
    public void Step_NotReady_TakesNoNumberAndIsAskedAgainWithoutLosingThePhase()
    {
        _board.Start();
        _board.Step();
        _clock.AdvanceMilliseconds(100);
        _sensor.OnRead = SensorStatus.NotReady;

        Assert.Equal(100 * Millisecond / 8, _board.Step());
        _clock.AdvanceMilliseconds(12.5);
        Assert.Equal(100 * Millisecond / 8, _board.Step());
        _clock.AdvanceMilliseconds(12.5);
        _sensor.OnRead = SensorStatus.Ok;
        Assert.Equal(75 * Millisecond, _board.Step());

        Assert.Equal(2, _stream.NotReady);
        Assert.Equal([0, 1], _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.Equal(0, _stream.Missed);
        Assert.Equal(0, _stream.FailedReadings);
    }

    [Fact]
    public void Step_NotReadyAllPeriod_IsMissedAfterABoundedNumberOfAttempts()
    {
        _board.Start();
        _sensor.OnRead = SensorStatus.NotReady;

        for (int step = 0; step < 8; step++)
        {
            _board.Step();
            _board.Step();
            _clock.AdvanceMilliseconds(12.5);
        }

        Assert.Equal(8, _sensor.Reads);
        Assert.Equal(1, _stream.Missed);
        Assert.Equal(0, _stream.Produced);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_NotReadyWhileTheBoardStepsForOthers_IsNotGivenUpBeforeItsTime()
    {
        _board.Start();
        _board.Step();
        _clock.AdvanceMilliseconds(100);
        _sensor.OnRead = SensorStatus.NotReady;
        for (int step = 0; step < 30; step++)
        {
            _board.Step();
            _clock.AdvanceMilliseconds(2);
        }

        _sensor.OnRead = SensorStatus.Ok;
        _clock.AdvanceMilliseconds(12.5);
        _board.Step();

        Assert.Equal((2L, 0L), (_stream.Readings, _stream.Missed));
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_NotReadyUntilThePeriodIsOver_CountsThatPeriodMissedOnce()
    {
        _board.Start();
        _sensor.OnRead = SensorStatus.NotReady;
        _board.Step();
        _clock.AdvanceMilliseconds(110);
        _sensor.OnRead = SensorStatus.Ok;

        Assert.Equal(90 * Millisecond, _board.Step());

        Assert.Equal(1, _stream.Missed);
        Assert.Equal(1, _stream.Readings);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_LinkFull_DropsCountsAndLeavesAHole()
    {
        _board.Start();
        Turn(1);
        _link.OnSend = LinkStatus.Full;
        Turn(3);
        _link.OnSend = LinkStatus.Ok;
        Turn(1);

        Assert.Equal([0, 4], _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.Equal((5, 2, 3), (_stream.Produced, _stream.Sent, _stream.DroppedLinkFull));
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_LinkClosed_GoesOnReadingAndNamesTheReason()
    {
        _board.Start();
        _link.OnSend = LinkStatus.Closed;
        Turn(3);

        Assert.Equal((3, 0, 3), (_stream.Produced, _stream.Sent, _stream.DroppedLinkClosed));
        Assert.Equal(3, _stream.Readings);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_MessageThatTheWireCannotCarry_IsDroppedByThatName()
    {
        _board.Start();
        _sensor.Force.Scale.Mantissa = 0;
        Turn(2);
        _sensor.Force.Scale.Mantissa = 1;
        Turn(1);

        Assert.Equal(2, _stream.DroppedInvalid);
        Assert.Equal([2], _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_InTheSteadyState_AllocatesNothing()
    {
        InProcessLink link = new(10_000);
        BoardCore board = new(1, 1, FrameFlags.None, _clock, link.BoardEnd, [_stream]);
        byte[] sink = new byte[10_000];
        board.Start();
        Run();

        AllocationMeter meter = AllocationMeter.Start();
        Run();
        Assert.Equal(0, meter.Bytes);
        Assert.True(_stream.Sent > 100 && _stream.FaultFrames > 0 && _stream.DroppedLinkFull > 0);

        void Run()
        {
            // Room for the list of starts is made before the measurement: the sensor is the test's own.
            _sensor.StartedAt.Clear();
            _sensor.StartedAt.EnsureCapacity(100);
            for (int turn = 0; turn < 600; turn++)
            {
                _sensor.OnRead = turn % 50 == 49 ? SensorStatus.Timeout : SensorStatus.Ok;
                _clock.Nanoseconds += board.Step();
                if (turn > 400)
                {
                    link.RobotEnd.Receive(sink, 0, sink.Length);
                }
            }
        }
    }

    [Fact]
    public void Step_BeforeStart_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => _board.Step());
    }

    [Fact]
    public void Board_MadeWrongly_Throws()
    {
        Assert.Throws<ArgumentException>(() => new BoardCore(1, 1, FrameFlags.None, _clock, _link, []));
        Assert.Throws<ArgumentException>(() => new BoardCore(1, 1, FrameFlags.None, _clock, null!, [_stream]));
        Assert.Throws<ArgumentException>(() => new BoardCore(1, 1, (FrameFlags)32, _clock, _link, [_stream]));
        Assert.Throws<ArgumentException>(() => new BoardCore(1, 1, FrameFlags.None, _clock, _link, [_stream, new SampledStream(4, _sensor, 1)]));
        Assert.Throws<ArgumentException>(() => new SampledStream(1, _sensor, 0));
        Assert.Throws<ArgumentNullException>(() => new SampledStream(1, null!, 1));
    }

    private void Turn(int count)
    {
        for (int turn = 0; turn < count; turn++)
        {
            _clock.Nanoseconds += _board.Step();
        }
    }
}
