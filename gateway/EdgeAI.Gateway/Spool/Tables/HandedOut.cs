namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>Between which bounds a reader took records: whether those arrive is not known until they are released.</summary>
internal sealed class HandedOut
{
    private long _first = long.MaxValue;
    private long _last;

    /// <summary>Notes that a reader took a record.</summary>
    public void Note(long sequence)
    {
        // One reader at a time: plain comparisons are enough, and only the bounds' first and last steps are written.
        if (sequence < _first)
        {
            Interlocked.Exchange(ref _first, sequence);
        }

        if (sequence > _last)
        {
            Interlocked.Exchange(ref _last, sequence);
        }
    }

    /// <summary>Whether a reader may have taken some of these records.</summary>
    public bool MayHold(SequenceSpan span) => span.First <= Interlocked.Read(ref _last) && span.Last >= Interlocked.Read(ref _first);
}
