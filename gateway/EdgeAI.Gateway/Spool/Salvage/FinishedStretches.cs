using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>For each class the sequences that are done with: released, dropped or lost. Their rows are not carried over.</summary>
internal sealed class FinishedStretches
{
    private readonly CountedSpan[][] _spans = [.. SpoolSegments.Classes.Select(_ => Array.Empty<CountedSpan>())];

    /// <summary>What a damaged file says, in its table of holes and, where that is not sound, on any page of it.</summary>
    public static FinishedStretches Of(ReadableTables tables, CellFinder cells)
    {
        FinishedStretches finished = new();
        foreach ((long segment, CountedSpan hole) in tables.Holes)
        {
            finished.Add(tables, segment, hole.Span);
        }

        if (!tables.IsCounted)
        {
            // One that is older than another says less, and nothing wrong.
            cells.FindHoles((_, row) =>
            {
                bool isHole = SalvagedRow.TryReadHole(row, out long segment, out CountedSpan hole);
                if (isHole)
                {
                    finished.Add(tables, segment, hole.Span);
                }

                return isHole;
            });
        }

        return finished;
    }

    /// <summary>Adds a stretch of a class.</summary>
    public void Add(RecordClass recordClass, SequenceSpan span)
    {
        ref CountedSpan[] spans = ref _spans[(int)recordClass - 1];
        foreach (SequenceSpan free in CountedSpans.AllFree(spans, span).ToArray())
        {
            spans = CountedSpans.With(spans, new CountedSpan(free, 0), out _);
        }
    }

    /// <summary>Whether a record is done with.</summary>
    public bool Contains(RecordClass recordClass, long sequence) => CountedSpans.Contains(_spans[(int)recordClass - 1], sequence);

    /// <summary>The lowest sequence that is not done with.</summary>
    public long First(RecordClass recordClass) => CountedSpans.FirstFree(_spans[(int)recordClass - 1], new SequenceSpan(1, long.MaxValue)).First;

    // The classes' own tables have their numbers; who a closed one belonged to only the table of tables says. Without it its records come again.
    private void Add(ReadableTables tables, long segment, SequenceSpan span)
    {
        SegmentNote note = tables.Segments.Find(note => note.Id == segment);
        if (note.IsOfAllClasses || (tables.Version == 1 && segment == SpoolSchema.LegacySegment))
        {
            Array.ForEach(SpoolSegments.Classes, recordClass => Add(recordClass, span));
        }
        else if (note.Id == segment || segment is >= (long)RecordClass.Safety and <= (long)RecordClass.Bulk)
        {
            Add(note.Id == segment ? note.Class : (RecordClass)segment, span);
        }
    }
}
