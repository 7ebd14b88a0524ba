using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Graph;

/// <summary>Stages that take other stages' answers: what a derived reading inherits, and what joins may do.</summary>
public sealed class StageChainTests
{
    private readonly VirtualClock _clock = new();
    private readonly GraphFixture.KeepingSink _sink = new();
    private readonly KeepingConsumer _end = new();

    [Fact]
    public void Answer_OfADerivedReading_IsAFrameOfBoardZeroWithTheOriginatingStamp()
    {
        StageRunner<ForceStamped> runner = Mean(stream: 4, window: 1);
        _clock.AdvanceTo(7_000_000);
        Take(runner, sequence: 0, nanoseconds: 5_000_000, uncertainty: 3_000, FrameFlags.Simulated);

        FrameHeader header = HeaderOf(Assert.Single(_sink.Frames).Frame);
        Assert.Equal((0, 4, MessageType.ForceStamped, 5_000L, FrameFlags.Simulated), (header.Board, header.Stream, header.Type, header.TimeMicroseconds, header.Flags));
    }

    [Fact]
    public void Answer_ThatTheWireCannotCarry_IsNotPublishedNorHandedOn()
    {
        StageRunner<ForceStamped> runner = Mean(4, window: 1);
        runner.AddConsumer(_end);
        Take(runner, 0, nanoseconds: -1_000_000, uncertainty: 0, FrameFlags.None);
        Take(runner, 1, nanoseconds: 1_000_000, uncertainty: 0, FrameFlags.None);

        Assert.Equal((1, 1, 2), (runner.Published, runner.Outlet.Unencodable, runner.Outlet.Produced));
        Assert.Equal(1, Assert.Single(_end.Taken).Sequence);
    }

    [Fact]
    public void Answer_RestingOnSeveralReadings_HasTheWidestUncertaintyAndEveryFlag()
    {
        StageRunner<ForceStamped> runner = Mean(4, window: 3);
        runner.AddConsumer(_end);
        Take(runner, 0, 1_000_000, uncertainty: 9_000, FrameFlags.Simulated);
        Take(runner, 1, 2_000_000, uncertainty: 1_000, FrameFlags.Replayed);
        Take(runner, 2, 3_000_000, uncertainty: 2_000, FrameFlags.None);
        Take(runner, 3, 4_000_000, uncertainty: 500, FrameFlags.None);
        Take(runner, 4, 5_000_000, uncertainty: 400, FrameFlags.None);
        Take(runner, 5, 6_000_000, uncertainty: 300, FrameFlags.None);

        Assert.Equal(
            [(3_000_000, 9_000, FrameFlags.Simulated | FrameFlags.Replayed, 2_000_000, 0), (6_000_000, 500, FrameFlags.None, 2_000_000, 1)],
            _end.Taken);
    }

    [Fact]
    public void Chain_OfDerivedReadings_KeepsTheAgeOfTheOldestThatTheyRestOn()
    {
        StageRunner<ForceStamped> first = Mean(4, window: 3);
        GraphFixture.EchoStage echo = new();
        StageRunner<PerceptionEvent> second = new StageRunner<PerceptionEvent>("event", new PerceptionEvent(), 2_500_000, new StageOutlet(5, 1, _sink, []), _clock).AddInput(echo);
        first.Feed(second, 0);
        _clock.AdvanceTo(3_000_000);
        Window(first, 0);
        Assert.Equal((1, 0), (second.Published, second.TooOld));
        Assert.Equal([4, 5], _sink.Frames.Select(static frame => (int)frame.Stream.Stream));
        PerceptionEvent sent = new();
        Assert.Equal(FrameStatus.Ok, PayloadDecoder.Decode(_sink.Frames[1].Frame, 0, _sink.Frames[1].Frame.Length, sent));
        Assert.Equal(2_000u, sent.OldestInputAgeMicroseconds);

        // The same readings half a millisecond and more later: the stamp is young enough, the oldest reading under it is not.
        _clock.AdvanceTo(3_500_001);
        Window(first, 3);
        Assert.Equal((2, 0), (first.Published, first.TooOld));
        Assert.Equal((1, 1), (second.Published, second.TooOld));
    }

    [Fact]
    public void Join_ThatAnswersByItself_MayAnswerSeveralTimesToOneReading()
    {
        StageRunner<ForceStamped> runner = new("pairs", new ForceStamped(), 10_000_000, new StageOutlet(6, 1, _sink, []), _clock);
        Splitter splitter = new(runner);
        runner.AddInput<ForceStamped>(splitter).AddInput<Temperature>(splitter);
        runner.AddConsumer(_end);
        Take(runner, 0, 5_000_000, 7, FrameFlags.Simulated);
        Sample<Temperature> other = new(new Temperature(), new Stamp(5_000_000, 7), new StreamId(1, 2), 0, FrameFlags.None);
        runner.InputOf<Temperature>(1).Take(in other);

        Assert.Equal([(4_000_000, 7, FrameFlags.Simulated, 0, 0), (5_000_000, 7, FrameFlags.Simulated, 0, 1)], _end.Taken);
        Assert.Equal((2, 2), (runner.Taken, runner.Published));
        Assert.Throws<ArgumentException>(() => runner.InputOf<Temperature>(0));
        Assert.Throws<ArgumentException>(() => runner.InputOf<Temperature>(2));
    }

    [Fact]
    public void SlowInput_WithoutANewSample_CountsInEveryAnswer()
    {
        StageRunner<ForceStamped> runner = new("latest", new ForceStamped(), 10_000_000, new StageOutlet(6, 1, _sink, []), _clock);
        LatestOfTwo stage = new();
        runner.AddInput<ForceStamped>(stage).AddInput<Temperature>(stage);
        runner.AddConsumer(_end);
        Sample<Temperature> slow = new(new Temperature(), new Stamp(1_000_000, 800), new StreamId(1, 2), 0, FrameFlags.Simulated);
        runner.InputOf<Temperature>(1).Take(in slow);
        Take(runner, 0, 1_100_000, 10, FrameFlags.None);
        Take(runner, 1, 1_200_000, 10, FrameFlags.None);

        Assert.Equal([(1_100_000, 800, FrameFlags.Simulated, 0, 0), (1_200_000, 800, FrameFlags.Simulated, 0, 1)], _end.Taken);
    }

    [Fact]
    public void Feed_InACircle_Throws()
    {
        StageRunner<ForceStamped> first = Mean(1, 1);
        StageRunner<ForceStamped> second = Mean(2, 1);
        StageRunner<ForceStamped> third = Mean(3, 1);
        first.Feed(second, 0);
        second.Feed(third, 0);
        Assert.Throws<ArgumentException>(() => third.Feed(first, 0));
        Assert.Throws<ArgumentException>(() => first.Feed(first, 0));
    }

    [Fact]
    public void Chain_InSteadyState_AllocatesNothing()
    {
        StageRunner<ForceStamped> first = Mean(4, 1);
        StageRunner<ForceStamped> second = Mean(5, 2);
        first.Feed(second, 0);
        _sink.Keeps = false;
        Sample<ForceStamped> sample = new(new ForceStamped(), new Stamp(0, 0), new StreamId(1, 1), 0, FrameFlags.None);
        Assert.Equal(0, Allocation.Of(() => first.InputOf<ForceStamped>(0).Take(in sample)));
        Assert.Equal(first.Published / 2, second.Published);
    }

    private StageRunner<ForceStamped> Mean(byte stream, int window) =>
        new StageRunner<ForceStamped>($"mean{stream}", new ForceStamped(), 10_000_000, new StageOutlet(stream, 1, _sink, []), _clock).AddInput(new MeanStage(window));

    private static void Window(StageRunner<ForceStamped> runner, long sequence)
    {
        Take(runner, sequence, 1_000_000, 0, FrameFlags.None);
        Take(runner, sequence + 1, 2_000_000, 0, FrameFlags.None);
        Take(runner, sequence + 2, 3_000_000, 0, FrameFlags.None);
    }

    private static void Take(StageRunner<ForceStamped> runner, long sequence, long nanoseconds, long uncertainty, FrameFlags flags)
    {
        Sample<ForceStamped> sample = new(new ForceStamped { Value = (int)sequence }, new Stamp(nanoseconds, uncertainty), new StreamId(1, 1), sequence, flags);
        runner.InputOf<ForceStamped>(0).Take(in sample);
    }

    private static FrameHeader HeaderOf(byte[] frame)
    {
        FrameHeader header = new();
        Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(frame, 0, frame.Length, header));
        return header;
    }

    private sealed class MeanStage(int window) : IStage<ForceStamped, ForceStamped>
    {
        private int _count;
        private int _sum;
        private long _oldest;

        public StageOutcome Process(in Sample<ForceStamped> input, ForceStamped output, out long oldestInput)
        {
            _oldest = _count == 0 ? input.Stamp.Nanoseconds : _oldest;
            oldestInput = _oldest;
            _sum += input.Value.Value;
            if (++_count < window)
            {
                return StageOutcome.NeedsMore;
            }

            output.Value = _sum / window;
            (_count, _sum) = (0, 0);
            return StageOutcome.Decided;
        }
    }

    private sealed class LatestOfTwo : IStage<ForceStamped, ForceStamped>, IStage<Temperature, ForceStamped>
    {
        public StageOutcome Process(in Sample<ForceStamped> input, ForceStamped output, out long oldestInput)
        {
            oldestInput = input.Stamp.Nanoseconds;
            return StageOutcome.Decided;
        }

        public StageOutcome Process(in Sample<Temperature> input, ForceStamped output, out long oldestInput)
        {
            oldestInput = input.Stamp.Nanoseconds;
            return StageOutcome.NeedsMore;
        }
    }

    private sealed class Splitter(IStageOutput<ForceStamped> output) : ISampleConsumer<ForceStamped>, ISampleConsumer<Temperature>
    {
        public void Take(in Sample<ForceStamped> sample)
        {
            output.TryAnswer(new Stamp(sample.Stamp.Nanoseconds - 1_000_000, sample.Stamp.UncertaintyNanoseconds), sample.Flags, sample.Stamp.Nanoseconds - 1_000_000);
            output.TryAnswer(sample.Stamp, sample.Flags, sample.Stamp.Nanoseconds);
        }

        public void Take(in Sample<Temperature> sample)
        {
        }
    }

    private sealed class KeepingConsumer : ISampleConsumer<ForceStamped>
    {
        public List<(long Nanoseconds, long Uncertainty, FrameFlags Flags, long Span, long Sequence)> Taken { get; } = [];

        public void Take(in Sample<ForceStamped> sample) =>
            Taken.Add((sample.Stamp.Nanoseconds, sample.Stamp.UncertaintyNanoseconds, sample.Flags, sample.SpanNanoseconds, sample.Sequence));
    }
}
