using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Room;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>Takes records out of their tables: deletes the rows and notes the hole, within the open transaction.</summary>
internal sealed class SegmentHoles(SpoolDatabase database, SpoolSegments segments, SegmentProbe probe)
{
    /// <summary>Lets go of a lane's stretch.</summary>
    /// <param name="lane">The stretch.</param>
    /// <param name="keepsRows">Only notes it: the rows lie among damaged pages and cannot be deleted.</param>
    public void Release(LaneSpan lane, bool keepsRows)
    {
        if (lane.Class is RecordClass.Safety or RecordClass.Event)
        {
            database.ForgetBodies(lane.Class, lane.Span);
        }

        long above = 0;
        foreach (SpoolSegment segment in segments.Of(lane.Class))
        {
            SequenceSpan own = lane.Span.Within(new SequenceSpan(above + 1, segment.Pending.Newest));
            if (own.First <= own.Last)
            {
                _ = Take(segment, own, keepsRows);
            }

            above = segment.Pending.Newest;
        }
    }

    /// <summary>Finds the oldest records that a drop may take; with a count of 0 when there are none.</summary>
    public DropSpan FindOldest(SpoolSegment segment, in DropSearch search)
    {
        DropSpan found = probe.FindOldest(segment, search);

        // What the open transaction has stored, its own connection sees and no other.
        return found.Count > 0 || segment.Pending.Newest == segment.Newest ? found : database.Of(segment).FindOldest(segment.Newest + 1, search);
    }

    /// <summary>Takes a stretch out of a table, but for what is gone already; how many records it held.</summary>
    public long Take(SpoolSegment segment, SequenceSpan span, bool keepsRows)
    {
        long count = 0;
        SequenceSpan[] parts = [.. CountedSpans.AllFree(segment.PendingHoles, span)];
        foreach (SequenceSpan part in parts)
        {
            long bytes = 0;
            bool follow = false;
            long held = keepsRows ? 0 : database.Of(segment).Delete(part, out bytes, out follow);

            // A row that cannot be found among damaged ones counts all the same.
            held = follow ? held : Math.Max(held, probe.CountByNeighbours(segment, part));
            segment.Pending.Bytes = Math.Max(0, segment.Pending.Bytes - bytes);
            database.AddHole(segment, new CountedSpan(part, held));
            count += held;
        }

        if (parts.Length > 0)
        {
            Complete(segment);
            RefreshOldest(segment);
        }

        return count;
    }

    /// <summary>Takes one damaged row out of a table. It counts as one, also where a damaged key beside it keeps it from being found and deleted.</summary>
    public void TakeRow(SpoolSegment segment, long sequence)
    {
        SequenceSpan span = new(sequence, sequence);
        _ = database.Of(segment).Delete(span, out long bytes, out _);
        segment.Pending.Bytes = Math.Max(0, segment.Pending.Bytes - bytes);
        database.AddHole(segment, new CountedSpan(span, 1));
        Complete(segment);
        RefreshOldest(segment);
    }

    /// <summary>Notes a stretch whose rows are not there, and how many they were.</summary>
    public void Note(SpoolSegment segment, SequenceSpan span, long count)
    {
        bool counted = false;
        foreach (SequenceSpan part in (SequenceSpan[])[.. CountedSpans.AllFree(segment.PendingHoles, span)])
        {
            database.AddHole(segment, new CountedSpan(part, counted ? 0 : count));
            counted = true;
        }

        Complete(segment);
        RefreshOldest(segment);
    }

    /// <summary>Looks up the lowest sequence that waits.</summary>
    public void RefreshOldest(SpoolSegment segment)
    {
        segment.Pending.Oldest = 0;
        if (segment.Pending.Records == 0)
        {
            segment.Pending.Bytes = 0;
            return;
        }

        SequenceSpan all = new(1, segment.Pending.Newest);
        foreach (SequenceSpan free in CountedSpans.AllFree(segment.PendingHoles, all))
        {
            long first = probe.First(segment, free);
            if (first > 0)
            {
                segment.Pending.Oldest = first;
                return;
            }
        }

        // By the count some are left, and none is found: a reader must look.
        segment.Pending.Oldest = segment.Pending.Records > 0 ? CountedSpans.FirstFree(segment.PendingHoles, all).First : 0;
    }

    // Where nothing can wait any more, nothing is counted as waiting: damaged keys or ordinals had some counted wrongly on the way.
    private void Complete(SpoolSegment segment)
    {
        long newest = segment.Pending.Newest;
        SequenceSpan left = CountedSpans.FirstFree(segment.PendingHoles, new SequenceSpan(1, newest));
        if (segment.Pending.Records != 0 && left.First > left.Last)
        {
            database.AddHole(segment, new CountedSpan(new SequenceSpan(newest, newest), segment.Pending.Records));
        }
    }
}
