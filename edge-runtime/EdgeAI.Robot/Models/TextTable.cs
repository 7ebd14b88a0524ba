namespace EdgeAI.Robot.Models;

/// <summary>Columns for people, as wide as what stands in them; numbers to the right.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    /// <summary>The lines of a table.</summary>
    /// <param name="headings">What each column is called; one that begins with a blank holds numbers.</param>
    /// <param name="rows">The rows.</param>
    public static IEnumerable<string> Lines(string[] headings, IReadOnlyList<string[]> rows)
    {
        string[] names = [.. headings.Select(static heading => heading.TrimStart())];
        int[] widths = [.. names.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Max())];
        foreach (string[] row in rows.Prepend(names))
        {
            yield return string.Concat(row.Select((cell, column) => (headings[column][0] == ' ' ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])) + new string(' ', Gap))).TrimEnd();
        }
    }
}
