namespace EdgeAI.City.Storage;

/// <summary>
/// Nanoseconds of UTC as the table keeps them: PostgreSQL's microseconds since 2000-01-01, and the nanoseconds below. Every 64-bit time fits (1677
/// to 2262), and comes back exactly.
/// </summary>
internal readonly record struct PostgresTime(long Microseconds, short Remainder)
{
    private const long MicrosecondsTo2000 = 946_684_800_000_000;
    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public long Nanoseconds => ((Microseconds + MicrosecondsTo2000) * NanosecondsPerMicrosecond) + Remainder;

    /// <summary>Splits a time.</summary>
    public static PostgresTime Of(long nanoseconds)
    {
        long microseconds = Math.DivRem(nanoseconds, NanosecondsPerMicrosecond, out long remainder);
        if (remainder < 0)
        {
            microseconds--;
            remainder += NanosecondsPerMicrosecond;
        }

        return new PostgresTime(microseconds - MicrosecondsTo2000, (short)remainder);
    }

    /// <summary>The month, counted from January of year 0; for partitions.</summary>
    public int Month
    {
        get
        {
            DateTime date = DateTime.UnixEpoch.AddTicks((Microseconds + MicrosecondsTo2000) * TimeSpan.TicksPerMicrosecond);
            return (date.Year * 12) + date.Month - 1;
        }
    }
}
