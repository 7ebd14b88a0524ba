namespace EdgeAI.Runtime.Ros;

/// <summary>What std_msgs/Header says of a message: when and where its values hold.</summary>
/// <param name="Nanoseconds">UTC since 1970 through the robot's map; the robot's timeline where no UTC was ever observed.</param>
/// <param name="FrameId">The coordinate frame (REP-105, REP-120).</param>
public readonly record struct RosHeader(long Nanoseconds, string FrameId)
{
    private const long Second = 1_000_000_000;

    /// <summary>Writes builtin_interfaces/Time.</summary>
    public static void WriteTime(CdrWriter writer, long nanoseconds)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (long seconds, long rest) = Math.DivRem(nanoseconds, Second);
        if (rest < 0)
        {
            seconds--;
            rest += Second;
        }

        writer.Write((int)seconds);
        writer.Write((uint)rest);
    }

    /// <summary>Reads builtin_interfaces/Time.</summary>
    public static long ReadTime(ref CdrReader reader)
    {
        long seconds = reader.ReadInt32();
        return (seconds * Second) + reader.ReadUInt32();
    }

    /// <summary>Writes std_msgs/Header.</summary>
    public void WriteTo(CdrWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteTime(writer, Nanoseconds);
        writer.Write(FrameId);
    }
}
