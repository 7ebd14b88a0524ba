using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// Declares in the new file what could not be carried over: exactly where the damaged file still says how many records of a class must wait,
/// otherwise the most there can have been.
/// </summary>
internal sealed class SalvageLosses(ReadableTables tables, FinishedStretches finished, SalvageTarget target, RecordAppender appender, SpoolSegments segments)
{
    /// <summary>What was declared.</summary>
    public long Declared { get; private set; }

    /// <summary>Whether that is exact.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Declares.</summary>
    /// <param name="unknown">The numbers of which the damaged file does not say whether it gave them; none where it is known.</param>
    /// <param name="carried">The records that were carried over.</param>
    public void Declare(SequenceSpan unknown, long carried)
    {
        if (tables.IsCounted)
        {
            DeclareMissing(unknown);
        }
        else
        {
            long first = SpoolSegments.Classes.Min(finished.First);
            DeclareForAll(new SequenceSpan(first, unknown.Last), unknown.Last - carried);
        }

        // Not of this file, but of one or of a state before it: its first transaction would have declared them, and did not come to it.
        foreach (UndeclaredLoss loss in tables.Undeclared)
        {
            appender.DeclareForAll(segments.Current(RecordClass.Safety), loss.Span, loss.Most, loss.Reason);
        }
    }

    private void DeclareMissing(SequenceSpan unknown)
    {
        long old = tables.Segments.Where(segment => segment.IsOfAllClasses).Select(segment => segment.Newest).DefaultIfEmpty(0).Max();
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            SegmentNote[] own = [.. tables.Segments.Where(segment => segment.Class == recordClass && !segment.IsOfAllClasses)];
            long missing = Waiting(own) - target.Scalar($"SELECT count(*) FROM {SpoolSchema.TableOf(recordClass)} WHERE sequence>{old}");
            long first = Math.Max(old + 1, finished.First(recordClass));
            long last = own.Max(segment => segment.Newest);
            if (missing > 0)
            {
                Declare(recordClass, new SequenceSpan(first <= last ? first : 1, last), missing);
            }
        }

        long oldMissing = Waiting([.. tables.Segments.Where(segment => segment.IsOfAllClasses)])
            - SpoolSegments.Classes.Sum(recordClass => target.Scalar($"SELECT count(*) FROM {SpoolSchema.TableOf(recordClass)} WHERE sequence<={old}"));
        if (oldMissing > 0)
        {
            DeclareForAll(new SequenceSpan(1, old), oldMissing);
        }

        // The last: what it declares lies among the records that were counted.
        DeclareForAll(unknown, unknown.Length);

        DeclareAgain();
    }

    private long Waiting(SegmentNote[] notes)
        => notes.Sum(note => note.Numbered - tables.Holes.Where(hole => hole.Segment == note.Id).Sum(hole => hole.Hole.Count));

    private void Declare(RecordClass recordClass, SequenceSpan span, long count)
    {
        bool fits = count <= span.Length;
        appender.Declare(segments.Current(recordClass), new DeclaredLoss
        {
            Reason = LossReason.RemovedByRepair,
            Class = recordClass,
            IsExact = fits,
            First = span.First,
            Last = span.Last,
            Count = Math.Min(count, span.Length),
        });
        Declared += Math.Min(count, span.Length);
        IsExact &= fits;
    }

    private void DeclareForAll(SequenceSpan span, long most)
    {
        if (span.First > span.Last)
        {
            return;
        }

        most = Math.Clamp(most, 1, span.Length);
        appender.DeclareForAll(segments.Current(RecordClass.Safety), span, most, LossReason.RemovedByRepair);
        Declared += most;
        IsExact = false;
    }

    // Losses and reports that waited and whose own records could not be carried over.
    private void DeclareAgain()
    {
        foreach ((RecordClass recordClass, KeptBody kept) in tables.Losses)
        {
            if (finished.Contains(recordClass, kept.Sequence) || target.Scalar($"SELECT count(*) FROM {SpoolSchema.TableOf(recordClass)} WHERE sequence={kept.Sequence}") > 0)
            {
                continue;
            }

            if (kept.Kind != RecordKind.DeclaredLoss)
            {
                appender.AppendOwn(kept.Kind!.Value, recordClass, kept.Body);
            }
            else if (DeclaredLoss.TryRead(kept.Body, out DeclaredLoss loss))
            {
                appender.Declare(segments.Current(loss.Class), loss);
            }
        }
    }
}
