using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Room;

/// <summary>Finds the oldest rows of one table that a drop may take, over one connection. Records of the gateway's own are passed by, but for seals, which go with their class.</summary>
internal sealed class OldestRows(sqlite3 handle, SpoolSegment segment) : IDisposable
{
    /// <summary>
    /// How many rows on either side of a damaged page stay: SQLite touches the pages beside the one that it empties, and a page holds some
    /// sixty of the shortest rows.
    /// </summary>
    public const int Margin = 256;

    // A probe into a damaged page costs microseconds; behind so many in vain nothing is looked for.
    private const int MaximumProbes = 100_000;

    private readonly SpoolStatement _select = new(handle, $"SELECT sequence, kind, received_utc, length(frame)+length(robot) FROM {segment.Table} WHERE sequence>=?1 ORDER BY sequence");

    /// <summary>Finds rows.</summary>
    /// <param name="from">The lowest sequence to look at.</param>
    /// <param name="search">What is enough.</param>
    /// <param name="mostRows">The most rows to look at, whatever they are.</param>
    /// <returns>What was found, none where the first of them may not go. A damaged page ends the search, also one that lies just behind.</returns>
    public OldestFound Find(long from, in DropSearch search, long mostRows)
    {
        OldestFound found = new(new DropSpan([], 0, 0, long.MaxValue, long.MinValue), 0, from - 1, from - 1, MetDamage: false);
        CountedSpan[] holes = segment.PendingHoles;
        long runFirst = from;
        bool goesOn = false;
        int ahead = 0;
        try
        {
            _select.Bind(1, from);
            while (found.Rows < mostRows && ahead < Margin && _select.Step())
            {
                long sequence = _select.Integer(0);
                found = found with { Rows = found.Rows + 1, Last = sequence };
                if (ahead > 0 || found.Span.Count >= search.MaximumRows || found.Span.Bytes >= search.Bytes)
                {
                    ahead++;
                    continue;
                }

                if (_select.Integer(1) is > (long)RecordKind.GovernedFrame and not (long)RecordKind.Seal || CountedSpans.Contains(holes, sequence))
                {
                    goesOn = false;
                    runFirst = sequence + 1;
                    found = found.Span.Count > 0 ? found : found with { NoneThrough = sequence };
                    continue;
                }

                long received = _select.Integer(2);
                if (search.MayGo?.Invoke(sequence, received) == false)
                {
                    break;
                }

                List<CountedSpan> runs = found.Span.Runs;
                if (goesOn)
                {
                    runs[^1] = new CountedSpan(runs[^1].Span with { Last = sequence }, runs[^1].Count + 1);
                }
                else
                {
                    // From the row before on, so that holes that nothing lies between become one.
                    runs.Add(new CountedSpan(new SequenceSpan(runFirst, sequence), 1));
                }

                goesOn = true;
                found = found with
                {
                    Span = new DropSpan(runs, found.Span.Count + 1, found.Span.Bytes + _select.Integer(3) + SegmentStatements.RowOverhead, Math.Min(found.Span.EarliestUtc, received), Math.Max(found.Span.LatestUtc, received)),
                };
            }

            return found;
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            return found with { MetDamage = true };
        }
        finally
        {
            _select.Reset();
        }
    }

    /// <summary>The first sequence behind a damaged stretch at which a search may begin, the margin left out; above the last one where there is none.</summary>
    /// <param name="after">The last sequence before the damage.</param>
    /// <param name="newest">The last sequence of the table.</param>
    public long Behind(long after, long newest)
    {
        long probe = after + 1;
        for (int probes = 0; probes < MaximumProbes && probe <= newest; probes++)
        {
            try
            {
                _select.Bind(1, probe);
                int rows = 0;
                while (rows < Margin && _select.Step())
                {
                    rows++;
                    probe = _select.Integer(0) + 1;
                }

                return rows < Margin ? newest + 1 : probe;
            }
            catch (SpoolError error) when (error.IsDamage)
            {
                probe++;
            }
            finally
            {
                _select.Reset();
            }
        }

        return newest + 1;
    }

    public void Dispose() => _select.Dispose();
}
