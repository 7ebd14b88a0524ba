namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>Sorted stretches of sequences that never touch, in arrays that are replaced and not changed: any thread may read one.</summary>
internal static class CountedSpans
{
    /// <summary>The stretches with one more, merged with those that it touches; their counts add up.</summary>
    /// <param name="spans">The stretches.</param>
    /// <param name="added">The one more.</param>
    /// <param name="merged">The stretch that it became.</param>
    public static CountedSpan[] With(CountedSpan[] spans, CountedSpan added, out CountedSpan merged)
    {
        int first = IndexFrom(spans, added.Span.First - 1);
        int after = first;
        CountedSpan union = added;
        while (after < spans.Length && spans[after].Span.First <= added.Span.Last + 1)
        {
            SequenceSpan touched = spans[after].Span;
            union = new CountedSpan(new SequenceSpan(Math.Min(union.Span.First, touched.First), Math.Max(union.Span.Last, touched.Last)), union.Count + spans[after].Count);
            after++;
        }

        merged = union;
        return [.. spans[..first], union, .. spans[after..]];
    }

    /// <summary>The first stretch of a span that lies in none of the stretches; nothing when its last lies before its first.</summary>
    public static SequenceSpan FirstFree(CountedSpan[] spans, SequenceSpan wanted)
    {
        long first = wanted.First;
        for (int index = IndexFrom(spans, first); index < spans.Length; index++)
        {
            SequenceSpan span = spans[index].Span;
            if (span.First > first)
            {
                return new SequenceSpan(first, Math.Min(wanted.Last, span.First - 1));
            }

            first = span.Last + 1;
        }

        return new SequenceSpan(first, wanted.Last);
    }

    /// <summary>The parts of a span that lie in none of the stretches.</summary>
    public static IEnumerable<SequenceSpan> AllFree(CountedSpan[] spans, SequenceSpan wanted)
    {
        for (SequenceSpan free = FirstFree(spans, wanted); free.First <= free.Last; free = FirstFree(spans, new SequenceSpan(free.Last + 1, wanted.Last)))
        {
            yield return free;
        }
    }

    /// <summary>Whether a sequence lies in one of the stretches.</summary>
    public static bool Contains(CountedSpan[] spans, long sequence)
    {
        int index = IndexFrom(spans, sequence);
        return index < spans.Length && spans[index].Span.First <= sequence;
    }

    /// <summary>How many are counted in the stretches that begin within a span.</summary>
    public static long CountWithin(CountedSpan[] spans, SequenceSpan within)
    {
        long count = 0;
        for (int index = IndexFrom(spans, within.First); index < spans.Length && spans[index].Span.First <= within.Last; index++)
        {
            count += spans[index].Span.First >= within.First ? spans[index].Count : 0;
        }

        return count;
    }

    // The first stretch that ends at the sequence or behind it.
    private static int IndexFrom(CountedSpan[] spans, long sequence)
    {
        int low = 0;
        int high = spans.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = spans[middle].Span.Last < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
