using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

/// <summary>What a board decides stands on the sensor's stream, numbered with its readings or in their place.</summary>
public sealed class BoardDecisionTests
{
    private const long Period = 10_000_000;

    private readonly VirtualClock _clock = new();
    private readonly RecordingLink _link = new();
    private readonly ScriptedDecision _decision = new();

    [Fact]
    public void Step_DecisionBesideReadings_IsTheNextFrameOfTheStream()
    {
        (BoardCore board, SampledStream stream, _) = Make(sendsReadings: true);
        _decision.SpeaksAt = [2, 3];

        Run(board, 4);

        Assert.Equal(
            [MessageType.ForceStamped, MessageType.ForceStamped, MessageType.PerceptionEvent, MessageType.ForceStamped, MessageType.PerceptionEvent, MessageType.ForceStamped],
            _link.Frames.Select(static frame => frame.Header.Type));
        Assert.Equal([0L, 1, 2, 3, 4, 5], _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.All(_link.Frames, static frame => Assert.Equal(4, frame.Header.Stream));
        Assert.Equal((2, 0), (stream.Decisions, stream.KeptBack));
        Assert.True(stream.IsConserved());
    }

    [Fact]
    public void Step_DecisionsOnly_KeepsReadingsBackWithoutTakingNumbers()
    {
        (BoardCore board, SampledStream stream, ScriptedSensor sensor) = Make(sendsReadings: false);
        _decision.SpeaksAt = [2, 7];

        Run(board, 5);
        sensor.OnRead = SensorStatus.Timeout;
        Run(board, 1);
        sensor.OnRead = SensorStatus.Ok;
        Run(board, 4);

        Assert.Equal([MessageType.PerceptionEvent, MessageType.Fault, MessageType.PerceptionEvent], _link.Frames.Select(static frame => frame.Header.Type));
        Assert.Equal([0L, 1, 2], _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.Equal((2, 9, 9), (stream.Decisions, stream.KeptBack, stream.Readings));
        Assert.True(stream.IsConserved());
    }

    [Fact]
    public void Step_LinkIsFull_DropsTheDecisionAndCountsIt()
    {
        (BoardCore board, SampledStream stream, _) = Make(sendsReadings: false);
        _decision.SpeaksAt = [1];
        _link.OnSend = LinkStatus.Full;

        Run(board, 1);

        Assert.Equal((1, 1, 1), (stream.Produced, stream.DroppedLinkFull, stream.Decisions));
        Assert.True(stream.IsConserved());
    }

    [Fact]
    public void Step_ReadingIsMissing_InterruptsTheDecision()
    {
        (BoardCore board, _, ScriptedSensor sensor) = Make(sendsReadings: true);
        Run(board, 2);
        Assert.Equal(0, _decision.Interruptions);

        sensor.OnRead = SensorStatus.Timeout;
        Run(board, 1);
        Assert.Equal(1, _decision.Interruptions);

        sensor.OnRead = SensorStatus.Ok;
        Run(board, 1);
        _clock.Nanoseconds += 3 * Period;
        board.Step();
        Assert.Equal(2, _decision.Interruptions);

        sensor.OnRead = SensorStatus.NotReady;
        Run(board, 9);
        Assert.Equal(3, _decision.Interruptions);
    }

    [Fact]
    public void Constructor_NeitherReadingsNorDecisions_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new SampledStream(4, new ScriptedSensor(_clock), Period, null, false));

    private (BoardCore Board, SampledStream Stream, ScriptedSensor Sensor) Make(bool sendsReadings)
    {
        ScriptedSensor sensor = new(_clock);
        SampledStream stream = new(4, sensor, Period, _decision, sendsReadings);
        BoardCore board = new(3, 7, FrameFlags.Simulated, _clock, _link, [stream]);
        board.Start();
        return (board, stream, sensor);
    }

    private void Run(BoardCore board, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            _clock.Nanoseconds += board.Step();
        }
    }
}
