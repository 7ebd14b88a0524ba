using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Room;

/// <summary>
/// Makes room and keeps the classes' limits: drops the oldest records and declares each loss, within the open transaction. It drops in
/// large steps, so that a spool that stays full for hours makes thousands of losses and not millions.
/// </summary>
internal sealed partial class RoomKeeper(SpoolDatabase database, SpoolSegments segments, SegmentHoles holes, RecordAppender appender, AgeClock clock, DiskReserve reserve, SpoolOptions options, SealChains? seals)
{
    // A hundredth of the whole at once, but no transaction drops more rows than this: it would take too long.
    private const int Part = 100;
    private const int LeastBytes = 256 << 10;
    private const int MaximumRows = 16_384;

    // Ages: at least so many in a step, and twice as many as came in since the step before. A clock that is wrong for minutes takes minutes' worth.
    private const int LeastAgedRows = 1000;

    private static readonly RecordClass[] DroppedFirst = [RecordClass.Bulk, RecordClass.Telemetry, RecordClass.Event];

    private long _limit = long.MaxValue;
    private long _room;
    private long _agedAt = appender.NextSequence;

    /// <summary>Whether a class has an age limit.</summary>
    public bool HasAges { get; } = SpoolSegments.Classes.Any(recordClass => options.Retention.Of(recordClass).MaximumAge is not null);

    /// <summary>Begins a transaction.</summary>
    /// <param name="bytesInUse">The bytes of the pages in use.</param>
    public void Begin(long bytesInUse)
    {
        _room = Math.Min(options.MaximumBytes, _limit) - bytesInUse - (seals?.Bytes ?? 0);
        if (HasAges)
        {
            // Before anything is stored: a step of the clock concerns what came before it.
            clock.Look(appender.NextSequence - 1);
            foreach ((long sequence, long step) in clock.Unsaved)
            {
                database.PutClockStep(sequence, step, OldestWaiting());
            }
        }
    }

    /// <summary>Sees to it that there is room for so many bytes of a class, and takes it; false when no room can be made.</summary>
    public bool TryTakeRoom(RecordClass recordClass, long bytes)
    {
        LaneLimits limits = options.Retention.Of(recordClass);
        while (bytes > limits.MaximumBytes - BytesOf(recordClass))
        {
            if (recordClass == RecordClass.Safety || !MayDrop || !TryDrop(recordClass, bytes))
            {
                return false;
            }
        }

        while (bytes > RoomFor(recordClass))
        {
            if (_limit != long.MaxValue && reserve.DiskHasRoom)
            {
                Unlimit();
            }
            else if (!MayDrop || !TryDropFor(recordClass, bytes))
            {
                if (_limit == long.MaxValue)
                {
                    return false;
                }

                // Nothing makes way: whether the disk is still full, it says itself.
                Unlimit();
            }
        }

        _room -= bytes;
        return true;
    }

    /// <summary>Gives back what was taken and is not used.</summary>
    public void GiveBack(long bytes) => _room += bytes;

    /// <summary>Keeps the file from growing beyond what it holds now, because the disk is full, as long as something can be dropped instead.</summary>
    public void LimitTo(long bytesInUse) => _limit = Math.Min(bytesInUse, options.MaximumBytes);

    /// <summary>Drops what is older than its class is kept, but only so much at once.</summary>
    public void DropAged()
    {
        int budget = (int)Math.Clamp(2 * (appender.NextSequence - _agedAt), LeastAgedRows, MaximumRows);
        _agedAt = appender.NextSequence;
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            if (options.Retention.Of(recordClass).MaximumAge is { } age)
            {
                long limit = age.Ticks * 100;
                _ = Drop(recordClass, long.MaxValue, budget, LossReason.TooOld, (sequence, received) => clock.AgeOf(sequence, received) > limit);
            }
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Accept()
    {
        if (!clock.Unsaved.IsEmpty)
        {
            clock.Saved(OldestWaiting());
        }
    }

    private void Unlimit()
    {
        _room += options.MaximumBytes - _limit;
        _limit = long.MaxValue;
    }

    private bool MayDrop => options.Retention.WhenFull == WhenFull.DropOldest;

    private long Step => Math.Max(Math.Min(LeastBytes, options.MaximumBytes / 8), options.MaximumBytes / Part);

    // What the others have reserved and do not use is not there for this class.
    private long RoomFor(RecordClass recordClass)
    {
        Span<long> held = stackalloc long[ClassNumbers];
        foreach (RecordClass other in SpoolSegments.Classes)
        {
            held[(int)other] = BytesOf(other);
        }

        return _room - UnusedReserves(recordClass, held);
    }

    private long UnusedReserves(RecordClass except, ReadOnlySpan<long> held)
    {
        long unused = 0;
        foreach (RecordClass other in SpoolSegments.Classes)
        {
            unused += other == except ? 0 : Math.Max(0, options.Retention.Of(other).ReservedBytes - held[(int)other]);
        }

        return unused;
    }

    private bool MayDropFor(RecordClass recordClass, RecordClass dropped, long held)
        => dropped == recordClass || (dropped > recordClass && held > options.Retention.Of(dropped).ReservedBytes);

    private bool TryDropFor(RecordClass recordClass, long bytes)
    {
        foreach (RecordClass dropped in DroppedFirst)
        {
            if (MayDropFor(recordClass, dropped, BytesOf(dropped)) && TryDrop(dropped, bytes))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryDrop(RecordClass recordClass, long bytes)
    {
        long before = database.BytesInUse();
        bool dropped = Drop(recordClass, Math.Max(bytes, Step), MaximumRows, LossReason.DroppedForRoom, null) > 0;
        _room += before - database.BytesInUse();
        return dropped;
    }

    private long Drop(RecordClass recordClass, long bytes, int maximumRows, LossReason reason, Func<long, long, bool>? mayGo)
    {
        foreach (SpoolSegment segment in segments.Of(recordClass))
        {
            if (!IsDroppedFrom(segment))
            {
                continue;
            }

            try
            {
                long dropped = Drop(segment, bytes, maximumRows, reason, mayGo);
                if (dropped > 0)
                {
                    return dropped;
                }
            }
            catch (SpoolError error) when (error.IsDamage)
            {
                segment.IsDropBlocked = true;
                throw;
            }
        }

        return 0;
    }

    // What an older gateway stored only drains: its rows are of any class.
    private static bool IsDroppedFrom(SpoolSegment segment) => !segment.HasClassColumn && !segment.IsDropBlocked && segment.Pending.Records > 0;

    private long Drop(SpoolSegment segment, long bytes, int maximumRows, LossReason reason, Func<long, long, bool>? mayGo)
    {
        DropSpan found = holes.FindOldest(segment, new DropSearch(bytes, maximumRows, mayGo));
        if (found.Count == 0)
        {
            return 0;
        }

        // A run begins behind the row before it, and what lies between may be gone and declared already.
        long first = CountedSpans.FirstFree(segment.PendingHoles, found.Runs[0].Span).First;
        long count = 0;
        foreach (CountedSpan run in found.Runs)
        {
            count += holes.Take(segment, run.Span, keepsRows: false);
        }

        if (count > 0)
        {
            SequenceSpan whole = new(first, found.Runs[^1].Span.Last);
            appender.Declare(segment, new DeclaredLoss
            {
                Reason = reason,
                Class = segment.Class,
                IsExact = !segment.HandedOut.MayHold(whole),
                First = whole.First,
                Last = whole.Last,
                Count = count,
                EarliestReceivedUtcNanoseconds = found.EarliestUtc,
                LatestReceivedUtcNanoseconds = found.LatestUtc,
            });
        }

        return count;
    }

    private long OldestWaiting()
    {
        long oldest = appender.NextSequence;
        foreach (SpoolSegment segment in segments.All())
        {
            oldest = segment.Pending.Oldest > 0 ? Math.Min(oldest, segment.Pending.Oldest) : oldest;
        }

        return oldest;
    }

    private long BytesOf(RecordClass recordClass)
    {
        long bytes = 0;
        foreach (SpoolSegment segment in segments.Of(recordClass))
        {
            bytes += segment.Pending.Bytes;
        }

        return bytes;
    }
}
