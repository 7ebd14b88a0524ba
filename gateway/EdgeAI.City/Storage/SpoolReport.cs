namespace EdgeAI.City.Storage;

/// <summary>What of a spool is there.</summary>
/// <param name="Reached">The highest sequence that came.</param>
/// <param name="DeclaredLost">The sequences below it that are not there and that a declared loss covers.</param>
/// <param name="Gaps">The ranges that are not there and that nothing covers.</param>
internal sealed record SpoolReport(long Reached, long DeclaredLost, IReadOnlyList<(long First, long Last, DateTimeOffset Noticed)> Gaps)
{
    /// <summary>The sequences that are missing.</summary>
    public long Missing => CountOf(Gaps);

    /// <summary>How many sequences lie in gaps; what a gateway claims to have given may be more than there are numbers.</summary>
    public static long CountOf(IEnumerable<(long First, long Last, DateTimeOffset Noticed)> gaps) => Limited(gaps.Sum(static gap => (decimal)gap.Last - gap.First + 1));

    /// <summary>A count, as large as a number can be.</summary>
    public static long Limited(decimal count) => (long)Math.Clamp(count, 0, long.MaxValue);
}
