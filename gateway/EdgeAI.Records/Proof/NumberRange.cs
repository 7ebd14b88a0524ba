namespace EdgeAI.Records.Proof;

/// <summary>Numbers that follow one another, the first and the last included.</summary>
internal readonly record struct NumberRange(long First, long Last)
{
    /// <summary>How many numbers; at most the largest there is.</summary>
    public long Count => Last - First == long.MaxValue ? long.MaxValue : Last - First + 1;

    /// <summary>Adds a number that lies above all in the list, joined to the last range where it follows on it.</summary>
    public static void Append(List<NumberRange> ranges, long number)
    {
        if (ranges.Count > 0 && ranges[^1].Last == number - 1)
        {
            ranges[^1] = ranges[^1] with { Last = number };
        }
        else
        {
            ranges.Add(new NumberRange(number, number));
        }
    }

    /// <summary>The same numbers in ranges that rise, apart from one another.</summary>
    public static List<NumberRange> Join(List<NumberRange> ranges)
    {
        ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        List<NumberRange> joined = [];
        foreach (NumberRange range in ranges)
        {
            if (joined.Count > 0 && (joined[^1].Last == long.MaxValue || range.First <= joined[^1].Last + 1))
            {
                joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, range.Last) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    /// <summary>Whether ranges that rise hold a number.</summary>
    public static bool Holds(List<NumberRange> ranges, long number)
    {
        int low = 0;
        int high = ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ranges[middle].Last < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < ranges.Count && ranges[low].First <= number;
    }
}
