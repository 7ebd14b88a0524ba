using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Recording;

/// <summary>What a recorder hears of a robot: a bridge on board 3, its stage, the board itself.</summary>
internal sealed class RecordedRobot
{
    public const string Bridge = "/wrist/bridge";
    public static readonly StreamId Force = new(3, 7);
    public static readonly StreamId Decisions = new(0, 1);
    public static readonly StreamId Board = new(3, BoardAddress.HousekeepingStream);

    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private readonly ForceStamped _reading = new() { Scale = new Scale(1, -3, Unit.Newton) };
    private readonly FrameHeader _header = new() { Board = 3, Stream = 7, Boot = 5 };

    public VirtualClock Clock { get; } = new();

    public UtcMapping Utc { get; } = new();

    public static RecorderOptions Options(params StreamId[] leftOut) => new()
    {
        Streams = new Dictionary<StreamId, RosStream>
        {
            [Force] = new("wrist/bridge", [MessageType.ForceStamped, MessageType.Fault], "r_wrist", []),
            [Decisions] = new("wrist/grips", [MessageType.PerceptionEvent], "r_wrist", []),
            [Board] = new("wrist", [MessageType.LogRecord, MessageType.Hello], "", []),
        },
        LeftOut = leftOut.ToHashSet(),
    };

    /// <summary>A frame of the bridge.</summary>
    public ReadOnlySpan<byte> Reading(long sequence, long nanoseconds, int value)
    {
        _reading.Stamp = new Stamp(nanoseconds, 2000);
        _reading.Value = value;
        _header.Sequence = sequence;
        return Frame(_reading);
    }

    /// <summary>A frame of a message.</summary>
    public ReadOnlySpan<byte> Frame(Message message, byte stream = 7, long? sequence = null)
    {
        _header.Stream = stream;
        _header.Sequence = sequence ?? _header.Sequence;
        int length = FrameEncoder.Encode(_header, message, _frame, 0, _frame.Length);
        return _frame.AsSpan(0, length);
    }

    /// <summary>Gives a recorder one reading, sensed a millisecond before it is taken.</summary>
    public void Take(Recorder recorder, long sequence)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(10));
        recorder.Accept(Force, new Stamp(Clock.Nanoseconds - 1_000_000, 2000), Reading(sequence, Clock.Nanoseconds - 1_000_000, (int)sequence));
    }
}
