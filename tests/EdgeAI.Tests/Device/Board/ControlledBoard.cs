using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Tests.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

/// <summary>A board with two streams and a control, and the robot's end of its link.</summary>
internal sealed class ControlledBoard
{
    public const ushort Number = 3;
    public const ushort Boot = 7;

    private readonly InProcessLink _link;
    private readonly FrameReceiver _receiver = new();
    private readonly FrameHeader _robot = new() { Stream = BoardAddress.HousekeepingStream, Boot = 900 };
    private readonly byte[] _bytes = new byte[FrameLayout.MaxLinkLength];
    private readonly TaxelLayout[] _layouts;

    public ControlledBoard(int linkCapacity = 100_000)
    {
        _link = new InProcessLink(linkCapacity);
        Sensor = new ScriptedSensor(Clock);
        Streams = [new SampledStream(4, Sensor, 100_000_000), new SampledStream(9, new ScriptedSensor(Clock), 1_000_000_000)];
        TaxelLayout layout = new(2) { Stream = 9, Total = 2, Count = 2, Normals = { [2] = 1000, [5] = -1000 } };
        _layouts = [layout];
        Control = new BoardControl(Description(), Actions);
        Core = new BoardCore(Number, Boot, FrameFlags.Simulated, Clock, _link.BoardEnd, Streams, Control);
    }

    public VirtualClock Clock { get; } = new() { Nanoseconds = 5_000_000 };

    public ScriptedSensor Sensor { get; }

    public SampledStream[] Streams { get; }

    public ScriptedActions Actions { get; } = new();

    public BoardControl Control { get; }

    public BoardCore Core { get; }

    public ILink RobotEnd => _link.RobotEnd;

    public ushort RobotBoot
    {
        get => _robot.Boot;
        set => _robot.Boot = value;
    }

    public ushort SendsAsBoard
    {
        get => _robot.Board;
        set => _robot.Board = value;
    }

    public BoardDescription Description()
    {
        Hello hello = new();
        Assert.True(hello.BoardName.TrySet("left_hand") && hello.SerialNumber.TrySet("A1") && hello.FirmwareVersion.TrySet("1.0.0"));
        return new BoardDescription(hello, [Describe(4, "load_cell"), Describe(9, "palm")], _layouts);
    }

    public static StreamDescription Describe(byte stream, string frame)
    {
        StreamDescription description = new() { Stream = stream, ReadingType = MessageType.ForceStamped };
        Assert.True(description.FrameName.TrySet(frame));
        return description;
    }

    public void Unplug() => _link.Close();

    public void FromRobot(Message message)
    {
        message.Stamp = new Stamp(1_000, 1_000);
        int length = FrameEncoder.EncodeForLink(_robot, message, _bytes, 0, _bytes.Length);
        Assert.True(length > 0);
        if (_link.RobotEnd.Send(_bytes, 0, length) != LinkStatus.Ok)
        {
            throw new InvalidOperationException("the link has no room");
        }

        _robot.Sequence++;
    }

    public static Command Command(uint number, CommandCode code, byte stream = BoardAddress.HousekeepingStream) =>
        new() { TargetBoard = Number, TargetBoot = Boot, Number = number, Code = code, Stream = stream };

    /// <summary>Everything that the robot's end holds, decoded.</summary>
    public List<(FrameHeader Header, Message Message)> AtRobot()
    {
        List<(FrameHeader, Message)> frames = [];
        byte[] bytes = new byte[1_000_000];
        int count = _link.RobotEnd.Receive(bytes, 0, bytes.Length);
        int position = 0;
        while (_receiver.TryReceive(bytes, ref position, count))
        {
            FrameHeader header = new();
            Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(_receiver.Frame, 0, _receiver.FrameLength, header));
            Message message = MessageText.EmptyOf(header.Type);
            Assert.Equal(FrameStatus.Ok, _receiver.Decode(message));
            frames.Add((header, message));
        }

        Assert.Equal(0, _receiver.Rejected);
        return frames;
    }

    public List<T> AtRobot<T>()
        where T : Message => [.. AtRobot().Select(static frame => frame.Message).OfType<T>()];

    /// <summary>Steps for a while, moving the clock as a board's loop would.</summary>
    public void Run(double milliseconds)
    {
        long end = Clock.Nanoseconds + (long)(milliseconds * 1_000_000);
        while (Clock.Nanoseconds < end)
        {
            Clock.Nanoseconds = Math.Min(end, Clock.Nanoseconds + Math.Max(1_000, Core.Step()));
        }
    }
}
