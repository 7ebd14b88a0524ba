using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>
/// What the upstream has and the next transaction lets go, as stretches. Bounded: while the disk refuses, a lane that gives more stretches
/// apart than that forgets the oldest; its records then stay until the next start, and are sent once more. Not thread-safe.
/// </summary>
internal sealed class PendingReleases(int capacity)
{
    private readonly CountedSpan[][] _spans = [.. SpoolSegments.Classes.Select(_ => Array.Empty<CountedSpan>())];

    /// <summary>Whether some was added since the last <see cref="TakeAll"/>.</summary>
    public bool HasNew { get; private set; }

    public bool IsEmpty => _spans.All(spans => spans.Length == 0);

    public void Add(RecordClass recordClass, SequenceSpan span)
    {
        PutBack(recordClass, span);
        HasNew = true;
    }

    /// <summary>Hands over all of it.</summary>
    public void TakeAll(List<LaneSpan> destination)
    {
        HasNew = false;
        for (int index = 0; index < _spans.Length; index++)
        {
            foreach (CountedSpan span in _spans[index])
            {
                destination.Add(new LaneSpan(SpoolSegments.Classes[index], span.Span));
            }

            _spans[index] = [];
        }
    }

    /// <summary>Takes back what the disk refused.</summary>
    public void PutBack(RecordClass recordClass, SequenceSpan span)
    {
        ref CountedSpan[] spans = ref _spans[(int)recordClass - 1];
        spans = CountedSpans.With(spans, new CountedSpan(span, 0), out _);
        spans = spans.Length > capacity ? spans[1..] : spans;
    }
}
