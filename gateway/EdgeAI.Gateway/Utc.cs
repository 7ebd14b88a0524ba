namespace EdgeAI.Gateway;

/// <summary>UTC as the records carry it.</summary>
internal static class Utc
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public static long Nanoseconds(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
}
