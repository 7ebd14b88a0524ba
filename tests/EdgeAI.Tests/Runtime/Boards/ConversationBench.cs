using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.Tests.Runtime.Graph;
using EdgeAI.Tests.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>
/// The firmware's own board on a drifting clock, a link with weather, and the robot's graph: what is said between them is the real bytes.
/// The robot's clock is the true one; what counts is how the two differ.
/// </summary>
internal sealed class ConversationBench
{
    public const ushort Number = 3;
    public const ushort RobotBoot = 900;
    private const byte Stream = 4;
    private const byte TactileStream = 9;

    private readonly Random _random;
    private readonly JitteryLink _link;
    private long _boardBusyUntil;
    private long _answered;

    public ConversationBench(LinkWeather weather, int seed, long uptime = 60_000_000_000)
    {
        _random = new Random(seed);
        _link = new JitteryLink(Clock, _random, weather);
        Conversation = new BoardConversation(Number, RobotBoot, FrameFlags.None, _link.RobotEnd, Clock, ClockLimits.Crystals);
        Route = new StreamRoute<ForceStamped>(new StreamId(Number, Stream), "test/force", new StreamInlet<ForceStamped>(new StreamId(Number, Stream), new InletOptions("test/force", 64, DropPolicy.Block), static () => new ForceStamped(), [Truth], Clock));
        Intake = new FrameIntake(Number, _link.RobotEnd, [Route], Conversation, new GraphFixture.KeepingSink { Keeps = false }, Clock);
        Graph = new RobotGraph([Intake], [Route], []);
        Reboot(boot: 7, uptime);
    }

    public VirtualClock Clock { get; } = new(1_000_000_000);

    public JitteryLink Link => _link;

    public TruthConsumer Truth { get; } = new();

    public CountingActions Actions { get; } = new();

    public BoardControl Control { get; private set; } = null!;

    public BoardCore Core { get; private set; } = null!;

    public ushort BoardBoot { get; private set; }

    public BoardConversation Conversation { get; }

    public StreamRoute<ForceStamped> Route { get; }

    public FrameIntake Intake { get; }

    public RobotGraph Graph { get; }

    public List<long> RoundTrips { get; } = [];

    /// <summary>Whether the board's loop is sometimes held up by a slow sensor.</summary>
    public bool IsBoardSlow { get; init; } = true;

    /// <summary>Starts the board anew: another boot, another clock, and everything that it knew forgotten.</summary>
    public void Reboot(ushort boot, long uptime)
    {
        BoardBoot = boot;
        DriftingClock clock = DriftingClock.Any(Clock, uptime, _random);
        SampledStream force = new(Stream, new TruthSensor(Clock, clock), 10_000_000);
        SampledStream tactile = new(TactileStream, new SilentSensor(), 1_000_000_000);
        Control = new BoardControl(Description(), Actions);
        Core = new BoardCore(Number, boot, FrameFlags.None, clock, _link.BoardEnd, [force, tactile], Control);
        Core.Start();
    }

    /// <summary>Lets time pass in uneven steps.</summary>
    public void Run(double seconds)
    {
        long end = Clock.Nanoseconds + (long)(seconds * 1e9);
        while (Clock.Nanoseconds < end)
        {
            Clock.AdvanceTo(Clock.Nanoseconds + 100_000 + _random.Next(1_400_000));
            StepBoard();
            Graph.Step();
            if (Conversation.Exchanger.Answered != _answered)
            {
                _answered = Conversation.Exchanger.Answered;
                RoundTrips.Add(Conversation.Timeline.RoundTrip);
            }
        }
    }

    public static long Median(List<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static BoardDescription Description()
    {
        Hello hello = new() { ProfileHash = { [0] = 0xAB } };
        Assert.True(hello.BoardName.TrySet("left_hand") && hello.SerialNumber.TrySet("A1") && hello.FirmwareVersion.TrySet("1.2.3"));
        StreamDescription force = new() { Stream = Stream, ReadingType = MessageType.ForceStamped, Scale = new Scale(1, 0, Unit.Newton), Minimum = -5, Maximum = 5 };
        StreamDescription tactile = new() { Stream = TactileStream, ReadingType = MessageType.TactileArray, Elements = 300 };
        Assert.True(force.SensorName.TrySet("truth") && force.FrameName.TrySet("load_cell") && tactile.FrameName.TrySet("palm"));
        return new BoardDescription(hello, [force, tactile], [Layout(0, 256), Layout(256, 44)]);
    }

    private static TaxelLayout Layout(int first, int count)
    {
        TaxelLayout layout = new(count) { Stream = TactileStream, Total = 300, First = first, Count = count };
        for (int taxel = 0; taxel < count; taxel++)
        {
            layout.Places[3 * taxel] = (short)(first + taxel);
            layout.Normals[(3 * taxel) + 2] = 1000;
        }

        return layout;
    }

    private void StepBoard()
    {
        if (Clock.Nanoseconds < _boardBusyUntil)
        {
            return;
        }

        Core.Step();
        if (IsBoardSlow && _random.Next(200) == 0)
        {
            _boardBusyUntil = Clock.Nanoseconds + _random.Next(30_000_000);
        }
    }

    private sealed class SilentSensor : ISensor
    {
        public Message Reading { get; } = new TactileArray(300, components: 1);

        public SensorStatus Start() => SensorStatus.Ok;

        public SensorStatus Read() => SensorStatus.NotReady;
    }
}
