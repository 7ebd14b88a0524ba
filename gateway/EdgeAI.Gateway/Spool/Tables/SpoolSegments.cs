using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>All tables of records: for each class those that drain, oldest first, and then the one that new records go into.</summary>
internal sealed class SpoolSegments
{
    /// <summary>The classes, in the order of their lanes.</summary>
    public static readonly RecordClass[] Classes = [RecordClass.Safety, RecordClass.Event, RecordClass.Telemetry, RecordClass.Bulk];

    private SpoolSegment[][] _lanes;

    public SpoolSegments(IEnumerable<SpoolSegment> segments)
    {
        List<SpoolSegment> all = [.. segments];
        _lanes = [.. Classes.Select(recordClass => all.Where(segment => segment.Class == recordClass).OrderBy(segment => !segment.IsClosed).ThenBy(segment => segment.Newest).ToArray())];
    }

    /// <summary>The segments of a class's lane, the one that takes new records last.</summary>
    public SpoolSegment[] Of(RecordClass recordClass) => Volatile.Read(ref _lanes)[(int)recordClass - 1];

    /// <summary>The segment that new records of a class go into.</summary>
    public SpoolSegment Current(RecordClass recordClass) => Of(recordClass)[^1];

    public IEnumerable<SpoolSegment> All() => Volatile.Read(ref _lanes).SelectMany(lane => lane);

    /// <summary>Puts what a class's segment became in its place, on disk already: the closed one and its successor.</summary>
    public void Replace(RecordClass recordClass, SpoolSegment closed, SpoolSegment current)
    {
        SpoolSegment[][] lanes = [.. _lanes];
        lanes[(int)recordClass - 1] = [.. Of(recordClass)[..^1], closed, current];
        Volatile.Write(ref _lanes, lanes);
    }

    /// <summary>The highest sequence ever given.</summary>
    public long Highest() => All().Max(segment => segment.Newest);

    public long Depth()
    {
        long depth = 0;
        foreach (SpoolSegment[] lane in Volatile.Read(ref _lanes))
        {
            foreach (SpoolSegment segment in lane)
            {
                depth += segment.Records;
            }
        }

        return depth;
    }

    public void Accept()
    {
        foreach (SpoolSegment[] lane in _lanes)
        {
            foreach (SpoolSegment segment in lane)
            {
                segment.Accept();
            }
        }
    }

    public void Undo()
    {
        foreach (SpoolSegment segment in All())
        {
            segment.Undo();
        }
    }
}
