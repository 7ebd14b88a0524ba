using EdgeAI.Device.Time;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Recording;

/// <summary>One message of edgeai_msgs/Frame, borrowed from its bytes.</summary>
public readonly ref struct FrameRecord
{
    // Seventy years on a timeline that begins with the robot; beyond it ages and sums would overflow.
    private const long Farthest = long.MaxValue / 4;

    private FrameRecord(long taken, Stamp stamp, StreamId stream, ReadOnlySpan<byte> frame)
    {
        Taken = taken;
        Stamp = stamp;
        Stream = stream;
        Frame = frame;
    }

    /// <summary>When the robot took it, robot timeline, nanoseconds.</summary>
    public long Taken { get; }

    /// <summary>When its content was true, as the robot had it then.</summary>
    public Stamp Stamp { get; }

    /// <summary>The stream that it belongs to.</summary>
    public StreamId Stream { get; }

    /// <summary>The raw frame.</summary>
    public ReadOnlySpan<byte> Frame { get; }

    /// <summary>Writes one.</summary>
    public static void Write(CdrWriter writer, long taken, in Stamp stamp, StreamId stream, ReadOnlySpan<byte> frame)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Begin();
        writer.Write(taken);
        writer.Write(stamp.Nanoseconds);
        writer.Write(stamp.UncertaintyNanoseconds);
        writer.Write(stream.Board);
        writer.Write(stream.Stream);
        writer.WriteSequence(frame);
    }

    /// <summary>Reads one; false for bytes that are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cdr, out FrameRecord record)
    {
        CdrReader reader = new(cdr);
        long taken = reader.ReadInt64();
        Stamp stamp = new(reader.ReadInt64(), reader.ReadInt64());
        StreamId stream = new(reader.ReadUInt16(), reader.ReadByte());
        record = new FrameRecord(taken, stamp, stream, reader.ReadSequence());
        return reader.IsSound && taken is >= 0 and < Farthest && stamp.Nanoseconds is > -Farthest and < Farthest && stamp.UncertaintyNanoseconds >= 0;
    }
}
