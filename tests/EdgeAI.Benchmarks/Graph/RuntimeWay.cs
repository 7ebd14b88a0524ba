using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>The caterpillar on our runtime: a source behind its edge, stages with age contract and histogram, sinks.</summary>
internal sealed class RuntimeWay : IGraphWay, IFrameSink
{
    private static readonly StreamId Source = new(1, 1);

    private readonly IClock _clock;
    private readonly StreamInlet<ForceStamped> _inlet;
    private readonly GraphPartition _partition;
    private long _sequence;
    private long _framed;

    /// <summary>Builds the chain.</summary>
    /// <param name="clock">Stamps every task.</param>
    /// <param name="publishes">Whether every answer also leaves as a frame, checksum included.</param>
    public RuntimeWay(IClock clock, bool publishes)
    {
        _clock = clock;
        Name = publishes ? "EdgeAI, each answer also a frame with CRC-32C" : "EdgeAI, a stamp at every task";
        List<StageRunner> stages = [];
        for (int index = 0; index < Caterpillar.ChainStages; index++)
        {
            StageOutlet outlet = new((byte)(index + 1), boot: 1, publishes ? this : null, []);
            StageRunner<ForceStamped> runner = new StageRunner<ForceStamped>($"stage{index}", new ForceStamped(), long.MaxValue / 2, outlet, clock).AddInput(new Link());
            runner.AddConsumer(new Sink(clock));
            if (index > 0)
            {
                stages[^1].Feed(runner, 0);
            }

            stages.Add(runner);
        }

        _inlet = new StreamInlet<ForceStamped>(Source, new InletOptions("source", 64, DropPolicy.DropOldest), static () => new ForceStamped(), [stages[0].InputOf<ForceStamped>(0)], clock);
        _partition = new GraphPartition("caterpillar", [], [_inlet], [.. stages], new WakeSignal());
    }

    public string Name { get; }

    public void Run(int readings)
    {
        for (int reading = 0; reading < readings; reading++)
        {
            _inlet.TryBeginFill(out ForceStamped message);
            message.Value = reading;
            _inlet.EndFill(new Stamp(_clock.Nanoseconds, 1000), _sequence++, FrameFlags.Simulated);
            _partition.Step();
        }
    }

    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame) => _framed += frame.Length;

    private sealed class Link : IStage<ForceStamped, ForceStamped>
    {
        public StageOutcome Process(in Sample<ForceStamped> input, ForceStamped output, out long oldestInput)
        {
            Caterpillar.Work(input.Value, output);
            oldestInput = input.Stamp.Nanoseconds;
            return StageOutcome.Decided;
        }
    }

    private sealed class Sink(IClock clock) : ISampleConsumer<ForceStamped>
    {
        private long _sum;
        private long _latest;

        public void Take(in Sample<ForceStamped> sample)
        {
            _sum += sample.Value.Value;
            _latest = clock.Nanoseconds;
        }
    }
}
