namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>What a segment holds, kept in the transactions that change it.</summary>
internal record struct SegmentCounters
{
    /// <summary>The records ever stored in it: the ordinal of the last one.</summary>
    public long Numbered;

    /// <summary>Those of them that are done with: released, dropped or lost. Not stored: the holes count them.</summary>
    public long Gone;

    /// <summary>The bytes of their rows, nearly.</summary>
    public long Bytes;

    /// <summary>The highest sequence ever stored; 0 when none was.</summary>
    public long Newest;

    /// <summary>The lowest sequence that waits; 0 when none does. Not stored: the table knows.</summary>
    public long Oldest;

    /// <summary>
    /// No record through it may be dropped: they are the gateway's own, done with, or beside a damaged page. Not stored: the first search
    /// after a start finds it again.
    /// </summary>
    public long NoneThrough;

    /// <summary>The records declared lost, ever.</summary>
    public long Lost;

    /// <summary>The records that wait.</summary>
    public readonly long Records => Numbered - Gone;
}
