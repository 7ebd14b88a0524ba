namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>A stretch of sequences, both ends included.</summary>
internal readonly record struct SequenceSpan(long First, long Last)
{
    public long Length => Last - First + 1;

    /// <summary>What both have in common; nothing when its last lies before its first.</summary>
    public SequenceSpan Within(SequenceSpan other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));
}
