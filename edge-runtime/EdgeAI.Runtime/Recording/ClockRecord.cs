using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Recording;

/// <summary>Messages of edgeai_msgs/ClockMapping: an observation of UTC as the robot had it.</summary>
public static class ClockRecord
{
    private const long NotKnown = -1;

    /// <summary>Writes one.</summary>
    public static void Write(CdrWriter writer, long utcNanoseconds, UtcObservation observation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(observation);
        writer.Begin();
        RosHeader.WriteTime(writer, utcNanoseconds);
        writer.Write(observation.ObservedAt);
        writer.Write(observation.Offset);
        writer.Write(observation.Bound == UtcMapping.UnknownBound ? NotKnown : observation.Bound);
    }

    /// <summary>Reads one; null for bytes that are none.</summary>
    public static UtcObservation? Read(ReadOnlySpan<byte> cdr)
    {
        CdrReader reader = new(cdr);
        reader.ReadInt64();
        long observedAt = reader.ReadInt64();
        long offset = reader.ReadInt64();
        long bound = reader.ReadInt64();

        // Within a thousand years of 1970 either way nothing that is added up below overflows.
        const long Farthest = long.MaxValue / 4;
        return reader.IsSound && Math.Abs((decimal)offset) < Farthest && observedAt is >= 0 and < Farthest && bound is >= NotKnown and < Farthest
            ? new UtcObservation(offset, observedAt, bound == NotKnown ? UtcMapping.UnknownBound : bound)
            : null;
    }
}
