using System.Text;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>Sets damaged records aside and declares them lost, within the open transaction; a row that can be read is kept for an inquiry.</summary>
internal sealed class DamageKeeper(SpoolDatabase database, SegmentHoles holes, RecordAppender appender, SpoolOptions options)
{
    private long _rows = database.QuarantineRows();

    /// <summary>Sets aside; how many records.</summary>
    /// <param name="damaged">What readers met.</param>
    /// <param name="keepsRows">Nothing is copied or deleted: damaged pages are in the way.</param>
    public long SetAside(List<Damage> damaged, bool keepsRows)
    {
        long quarantined = 0;
        long setAside = 0;
        Dictionary<SpoolSegment, DeclaredLoss> rows = [];
        foreach (Damage damage in damaged)
        {
            SpoolSegment segment = damage.Segment.Became ?? damage.Segment;
            long before = CountedSpans.CountWithin(segment.PendingHoles, damage.Span);
            if (before != damage.CountedWithin || CountedSpans.FirstFree(segment.PendingHoles, damage.Span) is var free && free.First > free.Last)
            {
                // Some of it was let go meanwhile. What is still wrong with the rest, a reader meets again.
                continue;
            }

            segment.IsDropBlocked = false;

            // What lies beside the damaged page was left to the reader: a drop may look at it again.
            segment.Pending.NoneThrough = 0;
            setAside += damage.Count;
            if (damage.IsUnreadable || keepsRows)
            {
                holes.Note(segment, damage.Span, damage.Count);
                appender.DeclareAgain(segment, damage.Span);
                Declare(segment, damage, damage.IsUnreadable ? LossReason.Unreadable : LossReason.Damaged);
                continue;
            }

            quarantined++;
            if (_rows < options.MaximumQuarantinedRows && database.Of(segment).TryKeep(damage.Span.First, Encoding.UTF8.GetBytes(damage.Reason), Utc.Nanoseconds(options.Time)))
            {
                _rows++;
            }

            holes.TakeRow(segment, damage.Span.First);
            appender.DeclareAgain(segment, damage.Declared);
            rows[segment] = rows.TryGetValue(segment, out DeclaredLoss loss)
                ? loss with { Last = Math.Max(loss.Last, damage.Declared.Last), Count = loss.Count + 1 }
                : new DeclaredLoss { Reason = LossReason.Damaged, Class = segment.Class, IsExact = true, First = damage.Declared.First, Last = damage.Declared.Last, Count = 1 };
        }

        foreach ((SpoolSegment segment, DeclaredLoss loss) in rows)
        {
            DeclareRows(segment, loss);
        }

        if (quarantined > 0)
        {
            database.CountQuarantined(quarantined);
        }

        return setAside;
    }

    /// <summary>The rows in the quarantine after a rollback: counted anew, it is rare.</summary>
    public void Undo(List<Damage> damaged) => _rows = damaged.Count > 0 ? database.QuarantineRows() : _rows;

    private void Declare(SpoolSegment segment, in Damage damage, LossReason reason)
    {
        if (segment.HasClassColumn)
        {
            appender.DeclareForAll(segment, damage.Span, damage.Count, reason);
        }
        else
        {
            appender.Declare(segment, new DeclaredLoss { Reason = reason, Class = segment.Class, IsExact = damage.IsExact, First = damage.Span.First, Last = damage.Span.Last, Count = damage.Count });
        }
    }

    private void DeclareRows(SpoolSegment segment, in DeclaredLoss loss)
    {
        if (segment.HasClassColumn)
        {
            appender.DeclareForAll(segment, new SequenceSpan(loss.First, loss.Last), loss.Count, loss.Reason);
        }
        else
        {
            appender.Declare(segment, loss);
        }
    }
}
