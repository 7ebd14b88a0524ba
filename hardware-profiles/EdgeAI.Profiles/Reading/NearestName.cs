namespace EdgeAI.Profiles.Reading;

/// <summary>Finds what was probably meant by a misspelt name.</summary>
internal static class NearestName
{
    private const int LongestName = 64;

    /// <summary>The candidate that takes the fewest edits, null where even that takes more than a third of the name.</summary>
    public static string? Of(string written, IEnumerable<string> candidates)
    {
        if (written.Length is 0 or > LongestName)
        {
            return null;
        }

        string? nearest = null;
        int fewest = Math.Max(1, written.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > LongestName)
            {
                continue;
            }

            int edits = Edits(written.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (edits < fewest)
            {
                fewest = edits;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>Counts insertions, deletions and substitutions between two names (Levenshtein), one row at a time.</summary>
    private static int Edits(string left, string right)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (int line = 1; line <= left.Length; line++)
        {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= right.Length; column++)
            {
                int substitution = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(substitution, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
