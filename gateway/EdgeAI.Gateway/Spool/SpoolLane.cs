using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool;

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
    private readonly SpoolWriter _writer;
    private readonly GapFinder _gaps;
    private readonly Dictionary<SpoolSegment, SegmentRows> _rows = [];

    // Where readings ended, and the ordinal there.
    private readonly Queue<LanePlace> _places = new();

    public SpoolLane(SqliteConnection connection, RecordClass recordClass, SpoolSegments segments, SpoolWriter writer)
    {
        Class = recordClass;
        _connection = connection;
        _segments = segments;
        _writer = writer;
        _gaps = new GapFinder(connection);
    }

    public RecordClass Class { get; }

    public long Oldest => _segments.Of(Class).Select(segment => segment.Oldest).FirstOrDefault(oldest => oldest > 0);

    public long Newest => _segments.Of(Class).Max(segment => segment.Newest);

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
        }

        return last;
    }

    public void Release(long first, long last) => _writer.Release(Class, new SequenceSpan(first, last));

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
            odd ??= place.Ordinal < 0 ? "the ordinal before it is not known" : null;
            if (odd is not null)
            {
                long reached = _gaps.Find(place, rows, odd, out Damage gap);
                if (gap.Count > 0 && !_writer.TrySetAside(gap))
                {
                    return false;
                }

                place = new LanePlace(segment, gap.Count > 0 ? Math.Min(gap.Span.Last, end) : place.Sequence, reached);
                trusted = gap.Count == 0;
                odd = null;
                if (place.Ordinal < 0)
                {
                    continue;
                }
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
                    bool missing = !trusted && numbered > place.Ordinal + CountedSpans.CountWithin(holes, new SequenceSpan(place.Sequence + 1, newest));
                    odd = missing ? "the last records cannot be found" : null;
                    return missing ? LaneReading.Odd : LaneReading.Through;
                }

                GatewayRecord record = rows.Record;
                long expected = place.Ordinal + 1 + (record.Sequence == place.Sequence + 1 ? 0 : CountedSpans.CountWithin(holes, new SequenceSpan(place.Sequence + 1, record.Sequence - 1)));
                bool continues = trusted || rows.Ordinal == expected;
                if (rows.Fault(record) is string fault)
                {
                    // Where its key is damaged too, it is nobody's row: the ordinal of the next one tells what is missing.
                    if (record.Sequence <= place.Sequence || record.Sequence > end || !continues)
                    {
                        continue;
                    }

                    if (!_writer.TrySetAside(new Damage(segment, new SequenceSpan(record.Sequence, record.Sequence), 1, true, fault, false)))
                    {
                        return LaneReading.Stopped;
                    }
                }
                else if (record.Sequence <= place.Sequence || (holes.Length > 0 && CountedSpans.Contains(holes, record.Sequence)))
                {
                    continue;
                }
                else if (!continues)
                {
                    odd = "an ordinal does not follow the one before";
                    return LaneReading.Odd;
                }
                else if (record.Sequence > end)
                {
                    return LaneReading.Through;
                }
                else if (!batch.TryAdd(record))
                {
                    return LaneReading.Stopped;
                }

                trusted = false;
                segment.NoteHandedOut(record.Sequence);
                place = new LanePlace(segment, record.Sequence, expected);
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
