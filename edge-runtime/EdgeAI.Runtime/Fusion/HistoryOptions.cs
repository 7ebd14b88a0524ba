namespace EdgeAI.Runtime.Fusion;

/// <summary>The bounds of what is held of one stream.</summary>
public sealed record HistoryOptions
{
    /// <summary>The most samples that are held, from 2: enough for the window and for the time that the other streams lag.</summary>
    public int Capacity { get; init; } = 64;

    /// <summary>A sample that comes behind a newer one is put in its place if its stamp is less than this older, in nanoseconds; every answer waits as long. 0 for a stream that comes in order.</summary>
    public long LatenessNanoseconds { get; init; }

    /// <summary>A stamp farther than this from the newest, in nanoseconds, is a jump of the clock; above the lateness.</summary>
    public long JumpNanoseconds { get; init; } = 1_000_000_000;

    /// <summary>Throws where a bound makes no sense.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(LatenessNanoseconds);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(JumpNanoseconds, LatenessNanoseconds);
    }
}
