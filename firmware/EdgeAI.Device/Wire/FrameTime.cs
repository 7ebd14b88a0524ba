using EdgeAI.Device.Time;

namespace EdgeAI.Device.Wire;

/// <summary>
/// Turns a stamp in nanoseconds into the header's microseconds and back. Rounding moves the instant by at most half a microsecond,
/// and the uncertainty grows by what it moved and is rounded up: the bound that leaves holds wherever the one that came in held.
/// </summary>
public static class FrameTime
{
    /// <summary>The header's uncertainty (microseconds) that means "not known".</summary>
    public const uint UnknownMicroseconds = 0xFFFFFFFF;

    /// <summary>The stamp's uncertainty (nanoseconds) that means "not known": this, about 72 minutes, and everything above it.</summary>
    public const long UnknownNanoseconds = UnknownMicroseconds * 1000L;

    /// <summary>Whether a stamp can stand in a header: not negative, its time within 48 bits of microseconds.</summary>
    public static bool IsEncodable(Stamp stamp)
    {
        return stamp.UncertaintyNanoseconds >= 0
            && stamp.Nanoseconds >= 0
            && stamp.Nanoseconds <= FrameLayout.Max48 * 1000;
    }

    /// <summary>Writes a stamp into a header, its bound enlarged by what rounding moved the instant.</summary>
    /// <param name="stamp">A stamp for which <see cref="IsEncodable"/> holds.</param>
    /// <param name="header">The header whose time and uncertainty are set.</param>
    public static void ToHeader(Stamp stamp, FrameHeader header)
    {
        long microseconds = (stamp.Nanoseconds + 500) / 1000;
        long moved = stamp.Nanoseconds - (microseconds * 1000);
        if (moved < 0)
        {
            moved = -moved;
        }

        header.TimeMicroseconds = microseconds;
        header.UncertaintyMicroseconds = stamp.UncertaintyNanoseconds > UnknownNanoseconds - 2000
            ? UnknownMicroseconds
            : (uint)((stamp.UncertaintyNanoseconds + moved + 999) / 1000);
    }

    /// <summary>The stamp, on the sender's own timeline, that a header's time stands for.</summary>
    public static Stamp ToStamp(long timeMicroseconds, uint uncertaintyMicroseconds)
    {
        return new Stamp(timeMicroseconds * 1000, uncertaintyMicroseconds * 1000L);
    }
}
