using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>
/// Reads one class's records on a connection of its own, beside the writer. Each record is compared with its checksum on the way out and
/// its ordinal with the one before: what differs is set aside, what is missing is noted as lost, and the rest goes on. For one thread at a time.
/// </summary>
internal sealed class SpoolLane : ISpoolLane
{
    // Two readings at once, live and backlog, and the one before each.
    private const int MaximumPlaces = 4;

    private readonly SqliteConnection _connection;
    private readonly SpoolSegments _segments;
    private readonly ILaneKeeper _keeper;
    private readonly GapFinder _gaps;
    private readonly bool _handsOut;
    private readonly Dictionary<SpoolSegment, SegmentRows> _rows = [];

    // Where readings ended, and the ordinal there.
    private readonly Queue<LanePlace> _places = new();
    private readonly List<(long Sequence, string Fault, bool IsKeySound)> _faulty = [];

    /// <param name="connection">A connection of its own, which it closes.</param>
    /// <param name="recordClass">The class.</param>
    /// <param name="segments">The tables.</param>
    /// <param name="keeper">Hears of damage and of what is let go.</param>
    /// <param name="handsOut">Whether what it reads leaves the gateway.</param>
    public SpoolLane(SqliteConnection connection, RecordClass recordClass, SpoolSegments segments, ILaneKeeper keeper, bool handsOut)
    {
        Class = recordClass;
        _connection = connection;
        _segments = segments;
        _keeper = keeper;
        _handsOut = handsOut;
        _gaps = new GapFinder(connection);
    }

    public RecordClass Class { get; }

    public long Oldest => _segments.Of(Class).Select(segment => segment.Oldest).FirstOrDefault(oldest => oldest > 0);

    public long Newest => _segments.Of(Class).Max(segment => segment.Newest);

    public long Records => _segments.Of(Class).Sum(segment => segment.Records);

    public long Read(long after, long through, int maximumRecords, GatewayBatchWriter batch)
    {
        batch.Begin(batch.IsBacklog);
        long last = after;
        foreach (SpoolSegment segment in _segments.Of(Class))
        {
            long newest = segment.Newest;
            if (last >= newest)
            {
                continue;
            }

            if (last >= through || batch.Count >= maximumRecords || !ReadSegment(segment, Math.Min(through, newest), maximumRecords, batch, ref last))
            {
                break;
            }

            if (batch.Count == 0)
            {
                last = Math.Max(last, Math.Min(through, newest));
            }
        }

        return last;
    }

    public void NoteSentBefore()
    {
        foreach (SpoolSegment segment in _segments.Of(Class))
        {
            if (segment.Oldest is > 0 and var oldest)
            {
                segment.HandedOut.Note(oldest);
                segment.HandedOut.Note(segment.Newest);
            }
        }
    }

    public void Release(long first, long last) => _keeper.Release(Class, new SequenceSpan(first, last));

    public void Dispose()
    {
        foreach (SegmentRows rows in _rows.Values)
        {
            rows.Dispose();
        }

        _connection.Dispose();
    }

    /// <summary>Reads on through the end; false when the batch is full, or the reader may not pass what it met.</summary>
    private bool ReadSegment(SpoolSegment segment, long end, int maximumRecords, GatewayBatchWriter batch, ref long last)
    {
        if (!_rows.TryGetValue(segment, out SegmentRows? rows))
        {
            rows = new SegmentRows(_connection.Handle!, segment);
            _rows.Add(segment, rows);
        }

        LanePlace place = new(segment, last, OrdinalOf(segment, last));
        string? odd = null;
        bool trusted = false;
        while (true)
        {
            if (odd is not null)
            {
                long reached = _gaps.Find(place, rows, odd, out Damage gap);
                if (gap.Count > 0 && !_keeper.TrySetAside(gap))
                {
                    return false;
                }

                place = new LanePlace(segment, gap.Count > 0 ? Math.Min(gap.Span.Last, end) : place.Sequence, reached);
                trusted = gap.Count == 0;
            }

            if (place.Ordinal < 0)
            {
                place = place with { Ordinal = _gaps.OrdinalAt(segment, rows, place.Sequence) };
            }

            LaneReading reading = ReadRows(rows, end, maximumRecords, batch, trusted, ref place, out odd);
            last = place.Sequence;
            if (reading != LaneReading.Odd)
            {
                Remember(place);
                return reading == LaneReading.Through;
            }
        }
    }

    /// <summary>Reads rows into the batch, as long as nothing is odd.</summary>
    /// <param name="rows">The table's rows.</param>
    /// <param name="end">The last sequence wanted; not above the newest.</param>
    /// <param name="maximumRecords">The most records of the batch.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="trusted">Nothing is missing before the next row, whatever its ordinal says.</param>
    /// <param name="place">Where the reading is.</param>
    /// <param name="odd">What is odd, in words.</param>
    private LaneReading ReadRows(SegmentRows rows, long end, int maximumRecords, GatewayBatchWriter batch, bool trusted, ref LanePlace place, out string? odd)
    {
        SpoolSegment segment = place.Segment;
        long newest = segment.Newest;
        long numbered = segment.Numbered;
        CountedSpan[] holes = segment.Holes;
        if (!trusted && place.Ordinal >= 0 && CountedSpans.Contains(holes, place.Sequence) && CountedSpans.Contains(holes, place.Sequence + 1))
        {
            // A reading that goes back to a place that was dropped meanwhile: the hole is counted as a whole, and the place lies inside it.
            place = place with { Ordinal = -1 };
            odd = "the place lies in a hole";
            return LaneReading.Odd;
        }

        odd = null;
        _faulty.Clear();
        place = PassHoles(holes, place, end);
        if (place.Sequence >= end)
        {
            return LaneReading.Through;
        }

        try
        {
            rows.Seek(place.Sequence + 1, long.MaxValue);
            while (batch.Count < maximumRecords)
            {
                if (!rows.Step())
                {
                    long rest = numbered - place.Ordinal - CountedSpans.CountWithin(holes, new SequenceSpan(place.Sequence + 1, newest));
                    return rest <= 0 || trusted ? LaneReading.Through : Pass(rest, newest + 1, end, ref place, out odd);
                }

                GatewayRecord record = rows.Record;
                if (rows.Fault(record) is string fault)
                {
                    // Its key may be damaged too: the next sound one tells. Where that is what is damaged, another sequence is missing.
                    if (!CountedSpans.Contains(holes, record.Sequence) && !SegmentRows.IsKeyDamaged(record))
                    {
                        _faulty.Add((record.Sequence, fault, SegmentRows.IsKeySound(record)));
                    }

                    continue;
                }

                if (record.Sequence <= place.Sequence || (holes.Length > 0 && CountedSpans.Contains(holes, record.Sequence)))
                {
                    continue;
                }

                long missing = trusted ? 0 : rows.Ordinal - 1 - place.Ordinal - (record.Sequence == place.Sequence + 1 ? 0 : CountedSpans.CountWithin(holes, new SequenceSpan(place.Sequence + 1, record.Sequence - 1)));
                LaneReading passed = missing == 0 ? LaneReading.Through : Pass(missing, record.Sequence, end, ref place, out odd);
                if (passed != LaneReading.Through)
                {
                    return passed;
                }

                if (record.Sequence > end)
                {
                    return LaneReading.Through;
                }

                if (!batch.TryAdd(record))
                {
                    return LaneReading.Stopped;
                }

                long ordinal = place.Ordinal + 1 + (record.Sequence == place.Sequence + 1 ? 0 : CountedSpans.CountWithin(holes, new SequenceSpan(place.Sequence + 1, record.Sequence - 1)));
                trusted = false;
                _faulty.Clear();
                if (_handsOut)
                {
                    segment.HandedOut.Note(record.Sequence);
                }

                place = new LanePlace(segment, record.Sequence, ordinal);
            }

            return LaneReading.Stopped;
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            odd = trusted ? null : error.Message;
            return trusted ? LaneReading.Stopped : LaneReading.Odd;
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>
    /// Passes by the damaged rows before a sound one, where they are all that is missing and their keys lie between: each is set aside, one
    /// whose key may be damaged too as one of those between. Otherwise it is odd.
    /// </summary>
    private LaneReading Pass(long missing, long before, long end, ref LanePlace place, out string? odd)
    {
        odd = missing == _faulty.Count ? null : "an ordinal does not follow the one before";
        long last = place.Sequence;
        foreach ((long sequence, _, _) in _faulty)
        {
            odd ??= sequence > last && sequence < before ? null : "a damaged row is not where it must be";
            last = sequence;
        }

        if (odd is not null)
        {
            return LaneReading.Odd;
        }

        SequenceSpan between = new(place.Sequence + 1, before - 1);
        foreach ((long sequence, string fault, bool isKeySound) in _faulty)
        {
            if (sequence > end || !_keeper.TrySetAside(new Damage(place.Segment, new SequenceSpan(sequence, sequence), 1, true, fault, false, Within: isKeySound ? null : between)))
            {
                return LaneReading.Stopped;
            }

            place = place with { Sequence = sequence, Ordinal = place.Ordinal + 1 + CountedSpans.CountWithin(place.Segment.Holes, new SequenceSpan(place.Sequence + 1, sequence - 1)) };
        }

        _faulty.Clear();
        return LaneReading.Through;
    }

    private static LanePlace PassHoles(CountedSpan[] holes, LanePlace place, long end)
    {
        long next = CountedSpans.FirstFree(holes, new SequenceSpan(place.Sequence + 1, end)).First;
        return next == place.Sequence + 1
            ? place
            : place with { Sequence = Math.Min(next - 1, end), Ordinal = place.Ordinal + CountedSpans.CountWithin(holes, new SequenceSpan(place.Sequence + 1, next - 1)) };
    }

    private long OrdinalOf(SpoolSegment segment, long sequence)
    {
        foreach (LanePlace place in _places)
        {
            if (place.Segment == segment && place.Sequence == sequence)
            {
                return place.Ordinal;
            }
        }

        return -1;
    }

    private void Remember(in LanePlace place)
    {
        if (OrdinalOf(place.Segment, place.Sequence) >= 0)
        {
            return;
        }

        if (_places.Count == MaximumPlaces)
        {
            _places.Dequeue();
        }

        _places.Enqueue(place);
    }
}
