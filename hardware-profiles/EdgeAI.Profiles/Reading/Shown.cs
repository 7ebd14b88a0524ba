using System.Text;
using System.Text.Json;

namespace EdgeAI.Profiles.Reading;

/// <summary>How a file's own text appears in a message: short, in one line, harmless to a terminal.</summary>
internal static class Shown
{
    private const int LongestText = 60;

    /// <summary>A text in single quotes, cut where it is long, with control characters made visible.</summary>
    public static string Quoted(string text)
    {
        StringBuilder shown = new("'", LongestText + 8);
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (++length > LongestText)
            {
                shown.Append("...");
                break;
            }

            shown.Append(Visible(rune));
        }

        return shown.Append('\'').ToString();
    }

    /// <summary>A sentence of the platform's that may quote the file: in one line, with control characters made visible.</summary>
    public static string Line(string text) => string.Concat(text.ReplaceLineEndings(" ").EnumerateRunes().Select(Visible));

    /// <summary>A value as the file writes it, or what it is where it is not a single one.</summary>
    public static string Of(SourceNode node) => node.Kind switch
    {
        JsonValueKind.String => Quoted(node.Text!),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => node.Written.Length <= LongestText ? node.Written : node.Written[..LongestText] + "...",
    };

    /// <summary>A list of choices: 'a', 'b' or 'c'.</summary>
    public static string Choices(IEnumerable<string> choices) => Listed([.. choices.Select(static choice => $"'{choice}'")]);

    /// <summary>A list of numbers: 1, 2 or 4.</summary>
    public static string Listed(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} or {items[^1]}";

    private static string Visible(Rune rune)
    {
        bool hidden = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator;
        return hidden ? $"\\u{rune.Value:X4}" : rune.ToString();
    }
}
