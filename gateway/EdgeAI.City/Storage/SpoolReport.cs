namespace EdgeAI.City.Storage;

/// <summary>What of a spool is there.</summary>
/// <param name="Reached">The highest sequence that came.</param>
/// <param name="DeclaredLost">The sequences below it that are not there and that a declared loss covers.</param>
/// <param name="Gaps">The ranges that are not there and that nothing covers.</param>
internal sealed record SpoolReport(long Reached, long DeclaredLost, IReadOnlyList<(long First, long Last, DateTimeOffset Noticed)> Gaps)
{
    /// <summary>The sequences that are missing.</summary>
    public long Missing => Gaps.Sum(static gap => gap.Last - gap.First + 1);
}
