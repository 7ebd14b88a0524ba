namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>
/// Which batches of one robot boot are on disk: exactly, for the latest <see cref="Window"/> numbers. A batch is acknowledged
/// without being stored only if its own bit is set, so a number that was skipped or refused is never mistaken for a stored one.
/// Bit i of <paramref name="Recent"/> stands for number <paramref name="Last"/> - i.
/// </summary>
/// <param name="Last">The highest stored number.</param>
/// <param name="Recent">The bits.</param>
internal readonly record struct StoredBatches(long Last, ulong Recent)
{
    /// <summary>How far below the highest a number may lie; a publisher's window must not exceed it.</summary>
    public const int Window = 64;

    /// <summary>Whether the number is stored; nothing when it is too old to tell.</summary>
    public bool? Contains(long number)
    {
        long age = Last - number;
        return age switch
        {
            < 0 => false,
            < Window => (Recent >> (int)age & 1) != 0,
            _ => null,
        };
    }

    /// <summary>The set with one more number, which is not too old.</summary>
    public StoredBatches With(long number)
    {
        long ahead = number - Last;
        if (ahead <= 0)
        {
            return this with { Recent = Recent | (1UL << (int)-ahead) };
        }

        ulong shifted = ahead >= Window ? 0 : Recent << (int)ahead;
        return new StoredBatches(number, shifted | 1);
    }
}
