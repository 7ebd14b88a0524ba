namespace EdgeAI.Gateway.Spool;

/// <summary>Sorted stretches of sequences that never touch, in arrays that are replaced and not changed: any thread may read one.</summary>
internal static class CountedSpans
{
    /// <summary>The stretches with one more, merged with those that it touches; their counts add up.</summary>
    /// <param name="spans">The stretches.</param>
    /// <param name="added">The one more.</param>
    /// <param name="merged">The stretch that it became.</param>
    public static CountedSpan[] With(CountedSpan[] spans, CountedSpan added, out CountedSpan merged)
    {
        int first = Array.FindIndex(spans, span => span.Span.Last >= added.Span.First - 1);
        first = first < 0 ? spans.Length : first;
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
        foreach (CountedSpan span in spans)
        {
            if (span.Span.Last < first)
            {
                continue;
            }

            if (span.Span.First > first)
            {
                return new SequenceSpan(first, Math.Min(wanted.Last, span.Span.First - 1));
            }

            first = span.Span.Last + 1;
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
        foreach (CountedSpan span in spans)
        {
            if (span.Span.Last >= sequence)
            {
                return span.Span.First <= sequence;
            }
        }

        return false;
    }

    /// <summary>How many are counted in the stretches that begin within a span.</summary>
    public static long CountWithin(CountedSpan[] spans, SequenceSpan within)
    {
        long count = 0;
        foreach (CountedSpan span in spans)
        {
            if (span.Span.First > within.Last)
            {
                break;
            }

            count += span.Span.First >= within.First ? span.Count : 0;
        }

        return count;
    }
}
