using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>
/// One table of records. Each class has one that new records go into; before it there may be older ones that only drain: the table of a
/// spool of version 1, or one whose pages are damaged. The writer changes what is pending; everyone else sees what is committed.
/// </summary>
internal sealed class SpoolSegment(int id, RecordClass recordClass, string table, bool hasClassColumn, SegmentCounters counters, CountedSpan[] holes)
{
    private SegmentCounters _committed = counters;
    private CountedSpan[] _committedHoles = holes;

    /// <summary>Its row's number; the classes' own have 1 to 4, the class's number.</summary>
    public int Id { get; } = id;

    /// <summary>The class of the lane that it belongs to.</summary>
    public RecordClass Class { get; } = recordClass;

    public string Table { get; } = table;

    /// <summary>
    /// Whether the rows carry their class, as those of version 1 do: then they are of any class, have no kind and no policy, and their
    /// sequences are dense and serve as ordinals.
    /// </summary>
    public bool HasClassColumn { get; } = hasClassColumn;

    /// <summary>What of it readers took. A table that is closed goes on with what was noted of it before: a reader may be in the middle of it.</summary>
    public HandedOut HandedOut { get; init; } = new();

    /// <summary>Whether it only drains.</summary>
    public bool IsClosed => Id > (int)RecordClass.Bulk;

    /// <summary>The writer's own view of the open transaction.</summary>
    public SegmentCounters Pending = counters;

    /// <summary>The writer's own view of the holes.</summary>
    public CountedSpan[] PendingHoles { get; private set; } = holes;

    /// <summary>The closed segment that it became; nothing while it is what it was.</summary>
    public SpoolSegment? Became { get; set; }

    /// <summary>A drop met damage that the search for its records did not: until a reader has passed some, nothing is dropped.</summary>
    public bool IsDropBlocked { get; set; }

    public long Records => Interlocked.Read(ref _committed.Numbered) - Interlocked.Read(ref _committed.Gone);

    /// <summary>The ordinal of the last record ever stored in it.</summary>
    public long Numbered => Interlocked.Read(ref _committed.Numbered);

    public long Bytes => Interlocked.Read(ref _committed.Bytes);

    public long Newest => Interlocked.Read(ref _committed.Newest);

    public long Oldest => Interlocked.Read(ref _committed.Oldest);

    public long Lost => Interlocked.Read(ref _committed.Lost);

    /// <summary>
    /// The stretches whose records are done with: released, dropped or declared lost. Every other record that was stored must be there,
    /// with the ordinal that follows from the one before and the holes between: else it is lost, and a reader notices.
    /// </summary>
    public CountedSpan[] Holes => Volatile.Read(ref _committedHoles);

    /// <summary>Whether the open transaction changes a counter that is stored.</summary>
    public bool IsChanged => Pending with { Oldest = 0, Gone = 0, NoneThrough = 0 } != _committed with { Oldest = 0, Gone = 0, NoneThrough = 0 };

    /// <summary>Notes records that are done with; the stretch overlaps no other hole.</summary>
    public CountedSpan AddHole(CountedSpan hole)
    {
        PendingHoles = CountedSpans.With(PendingHoles, hole, out CountedSpan merged);
        Pending.Gone += hole.Count;
        return merged;
    }

    /// <summary>The transaction is on disk.</summary>
    public void Accept()
    {
        Interlocked.Exchange(ref _committed.Gone, Pending.Gone);
        Interlocked.Exchange(ref _committed.Numbered, Pending.Numbered);
        Interlocked.Exchange(ref _committed.Bytes, Pending.Bytes);
        Interlocked.Exchange(ref _committed.Oldest, Pending.Oldest);
        Interlocked.Exchange(ref _committed.Lost, Pending.Lost);
        _committed.NoneThrough = Pending.NoneThrough;
        Volatile.Write(ref _committedHoles, PendingHoles);
        Interlocked.Exchange(ref _committed.Newest, Pending.Newest);
    }

    /// <summary>The transaction was rolled back.</summary>
    public void Undo()
    {
        Pending = _committed;
        PendingHoles = _committedHoles;
    }
}
