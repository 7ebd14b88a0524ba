using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Recording;

/// <summary>One message of edgeai_msgs/ImageOrigin: what a replay plays the image by that follows it.</summary>
/// <param name="Taken">When the robot took it, robot timeline, nanoseconds.</param>
/// <param name="Stamp">When it was exposed, as the robot had it then.</param>
/// <param name="Stream">The camera.</param>
/// <param name="Sequence">Its number in its stream.</param>
/// <param name="Flags">What is true of it.</param>
public readonly record struct ImageOrigin(long Taken, Stamp Stamp, StreamId Stream, long Sequence, FrameFlags Flags)
{
    // As for frames: beyond seventy years of a robot's timeline ages and sums would overflow.
    private const long Farthest = long.MaxValue / 4;

    /// <summary>Writes one.</summary>
    public void WriteTo(CdrWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Begin();
        writer.Write(Taken);
        writer.Write(Stamp.Nanoseconds);
        writer.Write(Stamp.UncertaintyNanoseconds);
        writer.Write(Sequence);
        writer.Write(Stream.Board);
        writer.Write(Stream.Stream);
        writer.Write((byte)Flags);
    }

    /// <summary>Reads one; false for bytes that are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cdr, out ImageOrigin origin)
    {
        CdrReader reader = new(cdr);
        long taken = reader.ReadInt64();
        Stamp stamp = new(reader.ReadInt64(), reader.ReadInt64());
        long sequence = reader.ReadInt64();
        StreamId stream = new(reader.ReadUInt16(), reader.ReadByte());
        FrameFlags flags = (FrameFlags)reader.ReadByte();
        origin = new ImageOrigin(taken, stamp, stream, sequence, flags);
        return reader.IsSound && taken is >= 0 and < Farthest && stamp.Nanoseconds is > -Farthest and < Farthest && stamp.UncertaintyNanoseconds >= 0
            && sequence >= 0 && (flags & ~FrameLayout.KnownFlags) == 0;
    }
}
