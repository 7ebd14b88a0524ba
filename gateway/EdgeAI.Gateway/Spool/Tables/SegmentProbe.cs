using EdgeAI.Gateway.Spool.Room;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>
/// Looks around in tables whose pages may be damaged, on a connection of its own: a damaged page that is met inside a transaction fails
/// every write after it. Sees what is committed; what the open transaction took away is in the holes.
/// </summary>
internal sealed class SegmentProbe(SqliteConnection connection) : IDisposable
{
    // Of so many damaged stretches in a row what lies behind is not looked at.
    private const int MaximumDamages = 16;

    private readonly Dictionary<SpoolSegment, SegmentRows> _rows = [];
    private readonly Dictionary<SpoolSegment, OldestRows> _oldest = [];

    /// <summary>The lowest sequence of a stretch that is there; 0 when none is. In damage the first of the stretch: a reader will find out.</summary>
    public long First(SpoolSegment segment, SequenceSpan span)
    {
        SegmentRows rows = RowsOf(segment);
        try
        {
            rows.Seek(span.First, 1);
            long first = rows.Step() ? Math.Max(span.First, rows.Sequence) : 0;
            return first <= span.Last ? first : 0;
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            return span.First;
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>
    /// Finds the oldest records that a drop may take; with a count of 0 when there are none. Where a page is damaged, those before it go, and
    /// then those behind it: what lies beside it stays for a reader, who tells what is lost.
    /// </summary>
    public DropSpan FindOldest(SpoolSegment segment, in DropSearch search)
    {
        if (!_oldest.TryGetValue(segment, out OldestRows? rows))
        {
            rows = new OldestRows(connection.Handle!, segment);
            _oldest.Add(segment, rows);
        }

        long newest = segment.Newest;
        for (int damages = 0; damages < MaximumDamages; damages++)
        {
            long from = CountedSpans.FirstFree(segment.PendingHoles, new SequenceSpan(segment.Pending.NoneThrough + 1, newest)).First;
            OldestFound found = rows.Find(from, search, long.MaxValue);
            OldestFound before = found.MetDamage ? rows.Find(from, search, Math.Max(0, found.Rows - OldestRows.Margin)) : found;
            if (!found.MetDamage || before.Span.Count > 0)
            {
                segment.Pending.NoneThrough = Math.Max(segment.Pending.NoneThrough, before.NoneThrough);
                return before.Span;
            }

            segment.Pending.NoneThrough = rows.Behind(found.Last, newest) - 1;
        }

        return default;
    }

    /// <summary>How many records a stretch without holes holds, by the ordinals of the rows before and behind it.</summary>
    public long CountByNeighbours(SpoolSegment segment, SequenceSpan span)
    {
        CountedSpan[] holes = segment.PendingHoles;
        SegmentRows rows = RowsOf(segment);
        long before = 0;
        long beforeOrdinal = 0;
        long behind = 0;
        long behindOrdinal = 0;
        try
        {
            before = rows.UpTo(span.First - 1, holes, out beforeOrdinal);
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            // What is done with is counted all the same.
        }

        for (long next = FreeFrom(holes, span.Last + 1); next <= segment.Newest; next = FreeFrom(holes, behind + 1))
        {
            behind = From(rows, next, out behindOrdinal);
            if (behind == 0 || !CountedSpans.Contains(holes, behind))
            {
                break;
            }
        }

        beforeOrdinal += CountedSpans.CountWithin(holes, new SequenceSpan(before + 1, span.First - 1));
        behindOrdinal = behind == 0
            ? segment.Numbered - CountedSpans.CountWithin(holes, new SequenceSpan(span.Last + 1, long.MaxValue))
            : behindOrdinal - 1 - CountedSpans.CountWithin(holes, new SequenceSpan(span.Last + 1, behind - 1));
        return Math.Clamp(behindOrdinal - beforeOrdinal, 0, span.Length);
    }

    public void Dispose()
    {
        foreach (SegmentRows rows in _rows.Values)
        {
            rows.Dispose();
        }

        foreach (OldestRows rows in _oldest.Values)
        {
            rows.Dispose();
        }

        connection.Dispose();
    }

    private static long FreeFrom(CountedSpan[] holes, long sequence) => CountedSpans.FirstFree(holes, new SequenceSpan(sequence, long.MaxValue)).First;

    private static long From(SegmentRows rows, long sequence, out long ordinal)
    {
        try
        {
            rows.Seek(sequence, 1);
            bool found = rows.Step();
            ordinal = found ? rows.Ordinal : 0;
            return found ? rows.Sequence : 0;
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            ordinal = 0;
            return 0;
        }
        finally
        {
            rows.Reset();
        }
    }

    private SegmentRows RowsOf(SpoolSegment segment)
    {
        if (!_rows.TryGetValue(segment, out SegmentRows? rows))
        {
            rows = new SegmentRows(connection.Handle!, segment);
            _rows.Add(segment, rows);
        }

        return rows;
    }
}
