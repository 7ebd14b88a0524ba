using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>
/// Tells by the ordinals, in one snapshot of the file, whether records are missing after a sequence: their page cannot be read, or a
/// damaged key leads past them. Called when a reader meets something odd, so that what looks odd only because of a commit meanwhile is told apart.
/// </summary>
internal sealed class GapFinder(SqliteConnection connection)
{
    // A probe into a damaged page costs microseconds; after so many in vain the rest is looked at next time.
    private const int MaximumProbes = 100_000;

    private readonly sqlite3 _handle = connection.Handle ?? throw new InvalidOperationException("the connection is not open");

    /// <summary>Looks for missing records.</summary>
    /// <param name="place">Where to look, in which table.</param>
    /// <param name="rows">The reader's rows of it; not in use.</param>
    /// <param name="reason">What looked odd, in words.</param>
    /// <param name="gap">What is missing; with a count of 0 when nothing is.</param>
    /// <returns>The ordinal reached at the sequence, or at the end of the gap; negative when the damage does not let it be known.</returns>
    public long Find(LanePlace place, SegmentRows rows, string reason, out Damage gap)
    {
        SpoolSegment segment = place.Segment;
        long after = place.Sequence;
        bool isOwn = BeginView();
        try
        {
            CountedSpan[] holes = SpoolSchema.ReadHoles(_handle, segment.Id);
            long numbered = SpoolFile.Scalar(connection, $"SELECT numbered FROM segments WHERE id={segment.Id}");
            long newest = SpoolFile.Scalar(connection, $"SELECT newest FROM segments WHERE id={segment.Id}");
            long reached = place.Ordinal >= 0 ? place.Ordinal : OrdinalAt(rows, holes, after);
            long from = CountedSpans.FirstFree(holes, new SequenceSpan(after + 1, newest)).First;
            gap = new Damage(segment, new SequenceSpan(from, from - 1), 0, true, reason, true);
            if (from > newest)
            {
                return reached;
            }

            long before = reached + CountedSpans.CountWithin(holes, new SequenceSpan(after + 1, from - 1));
            long next = Next(rows, holes, from, newest, before, numbered, out long ordinal, out bool gaveUp, out bool isSure);
            long end = next == 0 ? newest : next - 1;
            long between = CountedSpans.CountWithin(holes, new SequenceSpan(from, end));
            long missing = (next == 0 ? numbered : ordinal - 1) - before - between;
            long most = end - from + 1 - between;
            if (missing <= 0 || most <= 0)
            {
                // Fewer than before: then what went before was counted by a damaged ordinal, and the next ones tell.
                return next == 0 || missing == 0 ? reached : ordinal - 1 - CountedSpans.CountWithin(holes, new SequenceSpan(after + 1, next - 1));
            }

            bool plausible = missing <= most && !gaveUp;
            gap = gap with { Span = new SequenceSpan(from, end), Count = plausible ? missing : Math.Min(most, Math.Max(1, numbered - before)), IsExact = plausible && isSure, CountedWithin = between };
            return plausible ? before + between + gap.Count : -1;
        }
        finally
        {
            rows.Reset();
            EndView(isOwn);
        }
    }

    /// <summary>The ordinal reached at a sequence, by the sound row before it and the holes between.</summary>
    public long OrdinalAt(SpoolSegment segment, SegmentRows rows, long sequence)
    {
        bool isOwn = BeginView();
        try
        {
            return OrdinalAt(rows, SpoolSchema.ReadHoles(_handle, segment.Id), sequence);
        }
        finally
        {
            EndView(isOwn);
        }
    }

    // A view of its own, or that of the transaction which whoever reads a spool at one moment has begun. A savepoint would serve both, but letting go of
    // one fails once a damaged page was met.
    private bool BeginView()
    {
        bool isOwn = raw.sqlite3_get_autocommit(_handle) != 0;
        if (isOwn)
        {
            SpoolFile.Execute(connection, "BEGIN");
        }

        return isOwn;
    }

    private void EndView(bool isOwn)
    {
        if (isOwn)
        {
            SpoolFile.Execute(connection, "ROLLBACK");
        }
    }

    private static long OrdinalAt(SegmentRows rows, CountedSpan[] holes, long after)
    {
        long before = 0;
        long ordinal = 0;
        try
        {
            before = rows.UpTo(after, holes, out ordinal);
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            // Nothing is known of what lies before; what is done with is counted all the same.
        }

        return ordinal + CountedSpans.CountWithin(holes, new SequenceSpan(before + 1, after));
    }

    /// <summary>The next record, and its ordinal: its own, or what it must be where its column is damaged. 0 when there is none.</summary>
    private static long Next(SegmentRows rows, CountedSpan[] holes, long from, long newest, long reached, long numbered, out long ordinal, out bool gaveUp, out bool isSure)
    {
        long found = 0;
        ordinal = 0;
        gaveUp = false;
        isSure = true;
        long other = 0;
        int behind = 0;
        long probe = from;
        for (int probes = 0; probe <= newest; probes++)
        {
            try
            {
                rows.Seek(probe, long.MaxValue);
                while (rows.Step())
                {
                    GatewayRecord record = rows.Record;
                    if (record.Sequence < from || record.Sequence > newest)
                    {
                        continue;
                    }

                    long expected = reached + CountedSpans.CountWithin(holes, new SequenceSpan(from, (found == 0 ? record.Sequence : found) - 1)) + 1;
                    if (found != 0 && record.Sequence > found)
                    {
                        // The row behind it, sound or not, tells what the found one's ordinal must be; where they differ, the one behind both decides.
                        behind++;
                        long must = rows.Ordinal - behind - CountedSpans.CountWithin(holes, new SequenceSpan(found, record.Sequence - 1));
                        if (behind == 1 && must != ordinal)
                        {
                            other = must;
                            continue;
                        }

                        isSure = behind == 1 || must == ordinal || must == other;
                        ordinal = must == ordinal || must == other ? must : Choose(ordinal, other, expected, found - from);
                        return found;
                    }

                    // What is damaged is no proof: the reader sets it aside where the next sound one confirms its place.
                    if (found == 0 && rows.Ordinal == expected && rows.Fault(record) is null)
                    {
                        ordinal = expected;
                        return record.Sequence;
                    }

                    if (found == 0 && rows.Fault(record) is null)
                    {
                        found = record.Sequence;
                        ordinal = rows.Ordinal;
                    }
                }

                break;
            }
            catch (SpoolError error) when (error.IsDamage)
            {
                if (found != 0)
                {
                    break;
                }

                probe++;
                if (probes >= MaximumProbes)
                {
                    gaveUp = true;
                    ordinal = reached + 1;
                    return probe;
                }
            }
            finally
            {
                rows.Reset();
            }
        }

        if (behind > 0)
        {
            // Nothing behind both, or nothing that can be read: the table's end decides where it can.
            long must = numbered - 1 - CountedSpans.CountWithin(holes, new SequenceSpan(found, newest));
            isSure = must == ordinal || must == other;
            ordinal = isSure ? must : Choose(ordinal, other, reached + CountedSpans.CountWithin(holes, new SequenceSpan(from, found - 1)) + 1, found - from);
            return found;
        }

        if (found != 0 && numbered - CountedSpans.CountWithin(holes, new SequenceSpan(found, newest)) == reached + 1)
        {
            ordinal = reached + 1;
        }

        return found;
    }

    // Of two, one may be damaged: the one that can be, and if both can, the one that leaves nothing undeclared.
    private static long Choose(long own, long must, long expected, long mostMissing)
    {
        bool ownCanBe = own >= expected && own <= expected + mostMissing;
        bool mustCanBe = must >= expected && must <= expected + mostMissing;
        return (ownCanBe, mustCanBe) switch
        {
            (true, true) => Math.Max(own, must),
            (false, true) => must,
            _ => own,
        };
    }
}
