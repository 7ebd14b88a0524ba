namespace EdgeAI.Perception.Images;

/// <summary>The source pixels that each pixel of one axis covers, with weights of 15 bits whose sum is exact: what INTER_AREA averages where an image shrinks.</summary>
internal sealed class AreaTaps
{
    /// <summary>What the weights of a pixel add up to.</summary>
    public const int One = 1 << 15;

    private AreaTaps(int[] start, int[] weightStart, int[] weights)
    {
        Start = start;
        WeightStart = weightStart;
        Weights = weights;
    }

    /// <summary>The first source pixel of each.</summary>
    public int[] Start { get; }

    /// <summary>The place of its first weight in <see cref="Weights"/>; one more than there are pixels.</summary>
    public int[] WeightStart { get; }

    /// <summary>The weights, one pixel's after the other's.</summary>
    public int[] Weights { get; }

    /// <summary>Lays one axis onto a shorter one.</summary>
    /// <param name="origin">The first source pixel.</param>
    /// <param name="from">Source pixels.</param>
    /// <param name="to">Pixels to be made, at most as many.</param>
    public static AreaTaps Of(int origin, int from, int to)
    {
        int[] start = new int[to];
        int[] weightStart = new int[to + 1];
        List<int> weights = new(from + to);
        for (int pixel = 0; pixel < to; pixel++)
        {
            // In units of 1/to of a source pixel everything is a whole number; rounding the running sum keeps the total exact.
            long left = (long)pixel * from;
            long right = left + from;
            int first = (int)(left / to);
            start[pixel] = origin + first;
            int sum = 0;
            for (long source = first; source * to < right; source++)
            {
                long covered = Math.Min((source + 1) * to, right) - left;
                int upToHere = (int)(((covered * One * 2) + from) / (2L * from));
                weights.Add(upToHere - sum);
                sum = upToHere;
            }

            weightStart[pixel + 1] = weights.Count;
        }

        return new AreaTaps(start, weightStart, [.. weights]);
    }
}
