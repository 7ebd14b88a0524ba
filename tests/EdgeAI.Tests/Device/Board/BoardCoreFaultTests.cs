using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

public sealed class BoardCoreFaultTests
{
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly RecordingLink _link = new();
    private readonly ScriptedSensor _sensor;
    private readonly SampledStream _stream;
    private readonly BoardCore _board;

    public BoardCoreFaultTests()
    {
        _sensor = new ScriptedSensor(_clock);
        _stream = new SampledStream(4, _sensor, 10 * Millisecond);
        _board = new BoardCore(3, 7, FrameFlags.None, _clock, _link, [_stream]);
    }

    private IEnumerable<Fault> Faults => _link.Frames.Select(static frame => frame.Message).OfType<Fault>();

    [Fact]
    public void Step_ReadFails_ReportsOnTheStreamWithItsOwnNumberAndABoundOnWhen()
    {
        _board.Start();
        RunFor(10);
        _sensor.OnRead = SensorStatus.NotAcknowledged;
        _sensor.ReadDuration = 3 * Millisecond;
        long began = _clock.Nanoseconds;
        _board.Step();

        (FrameHeader header, Message message) = _link.Frames[1];
        Fault fault = Assert.IsType<Fault>(message);
        Assert.Equal((4, 1L), (header.Stream, header.Sequence));
        Assert.Equal((SensorStatus.NotAcknowledged, 1u), (fault.Status, fault.FailedReadings));
        Assert.InRange(began, fault.Stamp.Nanoseconds - fault.Stamp.UncertaintyNanoseconds, fault.Stamp.Nanoseconds);
        Assert.InRange(_clock.Nanoseconds, fault.Stamp.Nanoseconds, fault.Stamp.Nanoseconds + fault.Stamp.UncertaintyNanoseconds);
    }

    [Theory]
    [InlineData(SensorStatus.NotAcknowledged)]
    [InlineData(SensorStatus.Timeout)]
    [InlineData(SensorStatus.BusFault)]
    [InlineData(SensorStatus.WrongChip)]
    [InlineData(SensorStatus.ConfigurationLost)]
    [InlineData(SensorStatus.Saturated)]
    [InlineData(SensorStatus.ChipFault)]
    [InlineData(SensorStatus.Implausible)]
    public void Step_EveryFailure_IsReportedByItsName(SensorStatus status)
    {
        _board.Start();
        _sensor.OnRead = status;
        _board.Step();

        Assert.Equal(status, Assert.Single(Faults).Status);
        Assert.Equal(status, _stream.Status);
    }

    [Fact]
    public void Step_LastingFailure_IsReportedOnceASecondAndCountedEveryTime()
    {
        _board.Start();
        _sensor.OnRead = SensorStatus.Saturated;
        RunFor(5_000);

        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000], Faults.Select(static fault => fault.Stamp.Nanoseconds / Millisecond));
        Assert.Equal([1u, 101u, 201u, 301u, 401u], Faults.Select(static fault => fault.FailedReadings));
        Assert.Equal(500, _stream.FailedReadings);
        Assert.Equal(5, _stream.FaultFrames);
        Assert.Equal(5, _stream.Produced);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_FailureChangesItsName_IsReportedAtOnce()
    {
        _board.Start();
        foreach (SensorStatus status in new[] { SensorStatus.Saturated, SensorStatus.Saturated, SensorStatus.Implausible, SensorStatus.Ok, SensorStatus.Implausible })
        {
            _sensor.OnRead = status;
            RunFor(10);
        }

        Assert.Equal([SensorStatus.Saturated, SensorStatus.Implausible, SensorStatus.Implausible], Faults.Select(static fault => fault.Status));
        Assert.Equal([1u, 3u, 4u], Faults.Select(static fault => fault.FailedReadings));
        Assert.Equal([0, 1, 2, 3], _link.Frames.Select(static frame => frame.Header.Sequence));
    }

    [Fact]
    public void Step_ConverterSaturated_DoesNotStartTheSensorAgain()
    {
        _board.Start();
        _sensor.OnRead = SensorStatus.Saturated;
        RunFor(3_000);

        Assert.Single(_sensor.StartedAt);
    }

    [Fact]
    public void Step_SensorUnpluggedAndPluggedInAgain_IsStartedAgainAndRecoversWithinASecond()
    {
        _board.Start();
        RunFor(50);
        _sensor.OnRead = SensorStatus.NotAcknowledged;
        _sensor.OnStart = SensorStatus.NotAcknowledged;
        RunFor(10_000);
        int readsWhileGone = _sensor.Reads;
        _sensor.OnRead = SensorStatus.Ok;
        _sensor.OnStart = SensorStatus.Ok;
        RunFor(1_010);
        long readingsAfter = _stream.Readings - 5;

        Assert.Equal(6, readsWhileGone);
        Assert.True(readingsAfter > 0, "the sensor did not come back within the longest pause");
        Assert.Equal(SensorStatus.Ok, _stream.Status);
        Assert.Equal(Enumerable.Range(0, _link.Frames.Count).Select(static number => (long)number), _link.Frames.Select(static frame => frame.Header.Sequence));
        Assert.True(_stream.Skipped > 0);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_SensorStaysAway_IsStartedAgainAtGrowingAndBoundedPauses()
    {
        _sensor.OnStart = SensorStatus.NotAcknowledged;
        _board.Start();
        RunFor(5_000);

        Assert.Equal(0, _sensor.Reads);
        Assert.Equal([0, 0, 10, 110, 310, 710, 1_510, 2_510, 3_510, 4_510], _sensor.StartedAt.Select(static at => at / Millisecond));
        Assert.Equal([0, 1_510, 2_510, 3_510, 4_510], Faults.Select(static fault => fault.Stamp.Nanoseconds / Millisecond));
        Assert.Equal(9, _stream.FailedReadings);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_StartSaysNotReady_IsReadUntilItIsReadyAndNotStartedAnew()
    {
        _sensor.OnStart = SensorStatus.NotReady;
        _sensor.OnRead = SensorStatus.NotReady;
        _board.Start();
        RunFor(30);
        _sensor.OnRead = SensorStatus.Ok;
        RunFor(20);

        Assert.Single(_sensor.StartedAt);
        Assert.Empty(Faults);
        Assert.Equal(2, _stream.Readings);
        Assert.Equal(3, _stream.Missed);
        Assert.True(_board.IsConserved());
    }

    [Fact]
    public void Step_RestartSaysNotReady_IsReadUntilItIsReadyAndNotStartedAnew()
    {
        _board.Start();
        RunFor(10);
        _sensor.OnRead = SensorStatus.Timeout;
        _sensor.OnStart = SensorStatus.NotReady;
        RunFor(10);
        _sensor.OnRead = SensorStatus.NotReady;
        RunFor(50);
        int starts = _sensor.StartedAt.Count;
        _sensor.OnRead = SensorStatus.Ok;
        RunFor(30);

        Assert.Equal(2, starts);
        Assert.Equal(2, _sensor.StartedAt.Count);
        Assert.True(_stream.Readings > 2);
    }

    [Fact]
    public void Step_OneSensorFails_TheOthersKeepTheirRate()
    {
        ScriptedSensor sound = new(_clock);
        SampledStream soundStream = new(5, sound, 10 * Millisecond);
        BoardCore board = new(1, 1, FrameFlags.None, _clock, _link, [_stream, soundStream]);
        _sensor.OnStart = SensorStatus.BusFault;
        board.Start();
        for (long end = _clock.Nanoseconds + (1_000 * Millisecond); _clock.Nanoseconds < end;)
        {
            _clock.Nanoseconds += board.Step();
        }

        Assert.Equal(100, soundStream.Readings);
        Assert.Equal(0, soundStream.Missed);
    }

    /// <summary>Random failures, pauses and a link that fills, closes to nothing and empties again: every number is accounted for at both ends.</summary>
    [Fact]
    public void Step_AnythingHappens_BothEndsAccountForEveryNumber()
    {
        Random random = new(20261123);
        InProcessLink link = new(700);
        ScriptedSensor[] sensors = [new(_clock), new(_clock), new(_clock)];
        SampledStream[] streams = [.. sensors.Select((sensor, index) => new SampledStream((byte)index, sensor, (3 + (4 * index)) * Millisecond))];
        BoardCore board = new(1, 1, FrameFlags.None, _clock, link.BoardEnd, streams);
        FrameReceiver receiver = new();
        byte[] chunk = new byte[300];
        long[] expected = new long[streams.Length];
        long[] holes = new long[streams.Length];
        long[] frames = new long[streams.Length];
        board.Start();

        for (int step = 0; step < 100_000; step++)
        {
            foreach (ScriptedSensor sensor in sensors)
            {
                sensor.OnRead = random.Next(12) == 0 ? (SensorStatus)random.Next(10) : SensorStatus.Ok;
                sensor.OnStart = random.Next(3) == 0 ? (SensorStatus)random.Next(10) : SensorStatus.Ok;
                sensor.ReadDuration = random.Next(40) == 0 ? random.NextInt64(20 * Millisecond) : 0;
            }

            long wait = board.Step();
            Assert.True(board.IsConserved());
            _clock.Nanoseconds += random.Next(30) == 0 ? random.NextInt64(50 * Millisecond) : wait;
            if (step / 200 % 3 != 2 || step > 99_000)
            {
                Drain();
            }
        }

        Drain();
        for (int index = 0; index < streams.Length; index++)
        {
            Assert.Equal(streams[index].Sent, frames[index]);
            long unseen = streams[index].Produced - expected[index];
            Assert.Equal(streams[index].DroppedLinkFull, holes[index] + unseen);
            Assert.True(streams[index].DroppedLinkFull > 100 && streams[index].FaultFrames > 100 && streams[index].NotReady > 100 && streams[index].Missed > 100);
        }

        Assert.Equal(0, receiver.Rejected);

        void Drain()
        {
            for (int count = link.RobotEnd.Receive(chunk, 0, chunk.Length); count > 0; count = link.RobotEnd.Receive(chunk, 0, chunk.Length))
            {
                int position = 0;
                while (receiver.TryReceive(chunk, ref position, count))
                {
                    byte stream = receiver.Header.Stream;
                    frames[stream]++;
                    holes[stream] += receiver.Header.Sequence - expected[stream];
                    expected[stream] = receiver.Header.Sequence + 1;
                }
            }
        }
    }

    private void RunFor(long milliseconds)
    {
        long end = _clock.Nanoseconds + (milliseconds * Millisecond);
        while (_clock.Nanoseconds < end)
        {
            long wait = _board.Step();
            Assert.True(wait > 0, "the board asks to be stepped again although no time has passed");
            _clock.Nanoseconds = Math.Min(end, _clock.Nanoseconds + wait);
        }
    }
}
