using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Graph;

/// <summary>Stages on two threads, with an edge between them.</summary>
public sealed class GraphPartitionTests
{
    private readonly VirtualClock _clock = new();
    private readonly GraphFixture.KeepingSink _sink = new() { Keeps = false };

    [Fact]
    public void FeedThread_OnOneThread_HandsOnCopiesThatKeepWhatTheyRestOn()
    {
        (StageRunner<ForceStamped> first, Taker taker, StreamInlet inlet) = Divided(DropPolicy.DropOldest, 4, null);
        Take(first, 7, new Stamp(5_000, 300), FrameFlags.Simulated);
        Assert.Empty(taker.Taken);
        Assert.Equal(1, inlet.Drain());
        (ForceStamped message, int value, Stamp stamp, long sequence, FrameFlags flags) = Assert.Single(taker.Taken);
        Assert.NotSame(first.Message, message);
        Assert.Equal((7, 5_000, 300, 0, FrameFlags.Simulated), (value, stamp.Nanoseconds, stamp.UncertaintyNanoseconds, sequence, flags));
    }

    [Fact]
    public void FeedThread_FasterThanItIsDrained_DropsByPolicyAndNames()
    {
        (StageRunner<ForceStamped> first, Taker taker, StreamInlet inlet) = Divided(DropPolicy.LatestOnly, 1, null);
        for (int value = 0; value < 5; value++)
        {
            Take(first, value, default, FrameFlags.None);
        }

        inlet.Drain();
        Assert.Equal([4], taker.Taken.Select(static taken => taken.Value));
        Assert.Equal(("first to slow", new EdgeLedger(5, 1, new EdgeDrops(Superseded: 4), 0)), (inlet.Account.Name, inlet.Account.Ledger));
    }

    [Fact]
    public void Partitions_OnTwoThreads_ConserveEveryAnswerAndWakeEachOther()
    {
        const int Items = 20_000;
        using WakeSignal wake = new();
        (StageRunner<ForceStamped> first, Taker taker, StreamInlet inlet) = Divided(DropPolicy.DropOldest, 64, wake);
        GraphPartition slow = new("slow", [], [inlet], [], wake);
        long over = 0;
        Thread thread = new(() =>
        {
            bool last;
            do
            {
                last = Volatile.Read(ref over) == 1;
                while (slow.Step())
                {
                }

                if (!last)
                {
                    slow.Wake.Wait(TimeSpan.FromSeconds(30));
                }
            }
            while (!last);
        });
        thread.Start();
        for (int value = 0; value < Items; value++)
        {
            Take(first, value, default, FrameFlags.None);
        }

        Volatile.Write(ref over, 1);
        wake.Set();
        thread.Join();
        EdgeLedger ledger = inlet.Account.Ledger;
        Assert.True(ledger.IsBalanced, ledger.ToString());
        Assert.Equal((Items, (long)taker.Taken.Count, 0), (ledger.Produced, ledger.Delivered, ledger.InFlight));
        Assert.Equal(taker.Taken.Select(static taken => taken.Value).Order(), taker.Taken.Select(static taken => taken.Value));
        Assert.Equal(Items - 1, taker.Taken[^1].Value);
        Assert.Empty(new RobotGraph([slow], []).Ledger.Faults(ended: true));
    }

    [Fact]
    public void Stop_OfAPart_DropsAndNamesWhatOthersStillHaveForIt()
    {
        using WakeSignal wake = new();
        (StageRunner<ForceStamped> first, _, StreamInlet inlet) = Divided(DropPolicy.DropOldest, 4, wake);
        GraphPartition slow = new("slow", [], [inlet], [], wake);
        Take(first, 1, default, FrameFlags.None);
        slow.Stop();
        Take(first, 2, default, FrameFlags.None);
        slow.Step();
        Assert.Equal(new EdgeLedger(2, 1, new EdgeDrops(Stopped: 1), 0), inlet.Account.Ledger);
    }

    [Fact]
    public void Inlet_FilledInPlace_HandsOverTheSameMessage()
    {
        Taker taker = new();
        StreamInlet<ForceStamped> inlet = new(new StreamId(1, 1), new InletOptions("camera", 2, DropPolicy.LatestOnly), static () => new ForceStamped(), [taker], _clock);
        Assert.True(inlet.TryBeginFill(out ForceStamped filled));
        inlet.EndFill(default, 0, FrameFlags.None);
        inlet.Drain();
        Assert.Same(filled, Assert.Single(taker.Taken).Message);
    }

    private (StageRunner<ForceStamped> First, Taker Taker, StreamInlet Inlet) Divided(DropPolicy policy, int capacity, WakeSignal? wake)
    {
        StageRunner<ForceStamped> first = new StageRunner<ForceStamped>("first", new ForceStamped(), 1_000_000, new StageOutlet(1, 1, _sink, []), _clock).AddInput(new PassOn());
        Taker taker = new();
        StageRunner<PerceptionEvent> second = new StageRunner<PerceptionEvent>("second", new PerceptionEvent(), 1_000_000, new StageOutlet(2, 1, _sink, []), _clock).AddInput<ForceStamped>(taker);
        return (first, taker, first.FeedThread([(second, 0)], new InletOptions("first to slow", capacity, policy, 1, wake), static () => new ForceStamped()));
    }

    private static void Take(StageRunner<ForceStamped> runner, int value, Stamp stamp, FrameFlags flags)
    {
        Sample<ForceStamped> sample = new(new ForceStamped { Value = value }, stamp, new StreamId(1, 1), value, flags);
        runner.InputOf<ForceStamped>(0).Take(in sample);
    }

    private sealed class PassOn : IStage<ForceStamped, ForceStamped>
    {
        public StageOutcome Process(in Sample<ForceStamped> input, ForceStamped output, out long oldestInput)
        {
            output.Value = input.Value.Value;
            oldestInput = input.Stamp.Nanoseconds;
            return StageOutcome.Decided;
        }
    }

    private sealed class Taker : ISampleConsumer<ForceStamped>
    {
        public List<(ForceStamped Message, int Value, Stamp Stamp, long Sequence, FrameFlags Flags)> Taken { get; } = [];

        public void Take(in Sample<ForceStamped> sample) => Taken.Add((sample.Value, sample.Value.Value, sample.Stamp, sample.Sequence, sample.Flags));
    }
}
