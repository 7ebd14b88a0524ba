using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Graph;

/// <summary>One board with one force stream, a stage that decides on every reading, and a sink that keeps every frame.</summary>
internal sealed class GraphFixture
{
    public static readonly StreamId Force = new(3, 7);

    private readonly FrameHeader _header = new() { Board = 3, Stream = 7, Boot = 1, Type = MessageType.ForceStamped };
    private readonly ForceStamped _reading = new();
    private readonly byte[] _wire = new byte[FrameLayout.MaxLinkLength];

    public GraphFixture(DropPolicy policy = DropPolicy.DropOldest, int capacity = 8, long allowedAge = 10_000_000)
    {
        Outlet = new StageOutlet(stream: 1, boot: 9, Sink, [Observer]);
        Runner = new StageRunner<PerceptionEvent>("test/force", new PerceptionEvent(), allowedAge, Outlet, Clock).AddInput(Stage);
        Inlet = new StreamInlet<ForceStamped>(Force, new InletOptions("test/bridge", capacity, policy), static () => new ForceStamped(), [Runner.InputOf<ForceStamped>(0)], Clock);
        Route = new StreamRoute<ForceStamped>(Force, "test/bridge", Inlet);
        Intake = new FrameIntake(board: 3, Link.RobotEnd, [Route], conversation: null, Sink, Clock);
        Graph = new RobotGraph([Intake], [Route], [Runner]);
    }

    public VirtualClock Clock { get; } = new();

    public InProcessLink Link { get; } = new(65536);

    public KeepingSink Sink { get; } = new();

    public CountingObserver Observer { get; } = new();

    public EchoStage Stage { get; } = new();

    public StageOutlet Outlet { get; }

    public StageRunner<PerceptionEvent> Runner { get; }

    public StreamInlet<ForceStamped> Inlet { get; }

    public StreamRoute<ForceStamped> Route { get; }

    public FrameIntake Intake { get; }

    public RobotGraph Graph { get; }

    /// <summary>Sends a reading as the board would.</summary>
    public void Send(long sequence, long nanoseconds, FrameFlags flags = FrameFlags.Simulated, ushort board = 3, ushort boot = 1)
    {
        _header.Sequence = sequence;
        _header.Flags = flags;
        _header.Board = board;
        _header.Boot = boot;
        _reading.Stamp = new Stamp(nanoseconds, 1000);
        _reading.Value = (int)sequence;
        int length = FrameEncoder.EncodeForLink(_header, _reading, _wire, 0, _wire.Length);
        if (Link.BoardEnd.Send(_wire, 0, length) != LinkStatus.Ok)
        {
            // Not an assertion: those allocate, and a test counts the bytes of this loop.
            throw new InvalidOperationException("the fixture's link is full");
        }
    }

    internal sealed class EchoStage : IStage<ForceStamped, PerceptionEvent>
    {
        public long OldestOffset { get; set; }

        public bool Refuses { get; set; }

        public int Withheld { get; private set; }

        public void DecisionWithheld() => Withheld++;

        public StageOutcome Process(in Sample<ForceStamped> input, PerceptionEvent decision, out long oldestInput)
        {
            decision.Kind = PerceptionEventKind.Force;
            decision.Value = input.Value.Value;
            oldestInput = input.Stamp.Nanoseconds - OldestOffset;
            return Refuses ? StageOutcome.Unusable : StageOutcome.Decided;
        }
    }

    internal sealed class KeepingSink : IFrameSink
    {
        public List<(StreamId Stream, Stamp Stamp, byte[] Frame)> Frames { get; } = [];

        public bool Keeps { get; set; } = true;

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
        {
            if (Keeps)
            {
                Frames.Add((stream, stamp, frame.ToArray()));
            }
        }
    }

    internal sealed class CountingObserver : IStageObserver
    {
        public int Seen { get; private set; }

        public void Observe(in Sample<Message> output) => Seen++;
    }
}
