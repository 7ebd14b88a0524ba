using System.Text.RegularExpressions;

namespace EdgeAI.Tests.Conventions;

/// <summary>Links between the documents and into the tree lead somewhere, headings included.</summary>
public sealed partial class MarkdownLinkTests
{
    [Fact]
    public void EveryMarkdownLink_LeadsSomewhere() => Findings.AssertNone(SourceTree.FilesNamed("*.md").SelectMany(file => Check(file, Exists, HeadingsOf)));

    [Fact]
    public void Check_DeadLink_IsFound()
    {
        SourceFile file = new("docs/a.md", """
            # Two words, `code`
            [good](b.md) [up](../README.md) [here](#two-words-code) [web](https://example.org/x) [![badge](badge.svg)](b.md)
            [gone](c.md) [nowhere](#no-such-heading) [far](b.md#missing "title")
            [ref]: d.md
            ```
            [not a link](e.md)
            ```
            `[nor this](f.md)`
            """);
        string[] there = ["docs/b.md", "README.md", "docs/badge.svg"];

        Assert.Equal(
            [
                "docs/a.md:3: c.md leads nowhere",
                "docs/a.md:3: #no-such-heading is no heading of docs/a.md",
                "docs/a.md:3: b.md#missing is no heading of docs/b.md",
                "docs/a.md:4: d.md leads nowhere",
            ],
            Check(file, there.Contains, path => path == "docs/a.md" ? HeadingsIn(file.Text) : ["here"]));
    }

    [GeneratedRegex(@"\]\(\s*<?([^)\s>]+)>?(?:\s+""[^""]*"")?\s*\)|^\s*\[[^\]]+\]:\s*(\S+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6}\s+(.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"`[^`]*`")]
    private static partial Regex CodeSpan();

    private static bool Exists(string path) => File.Exists(Checkout.PathOf(path)) || Directory.Exists(Checkout.PathOf(path));

    private static HashSet<string> HeadingsOf(string path) => HeadingsIn(File.ReadAllText(Checkout.PathOf(path)));

    private static IEnumerable<string> Check(SourceFile file, Func<string, bool> exists, Func<string, HashSet<string>> headingsOf)
    {
        foreach ((int number, string line) in ProseLines(file.Text))
        {
            foreach (Match match in Link().Matches(CodeSpan().Replace(line, "")))
            {
                string target = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                {
                    continue;
                }

                string[] parts = target.Split('#', 2);
                string path = parts[0].Length == 0 ? file.Path : Resolve(file.Path, Uri.UnescapeDataString(parts[0]));
                if (!exists(path) && parts[0].Length > 0)
                {
                    yield return $"{file.Path}:{number}: {target} leads nowhere";
                }
                else if (parts.Length == 2 && path.EndsWith(".md", StringComparison.Ordinal) && !headingsOf(path).Contains(parts[1]))
                {
                    yield return $"{file.Path}:{number}: {target} is no heading of {path}";
                }
            }
        }
    }

    private static string Resolve(string from, string target)
    {
        string folder = Path.GetDirectoryName(from) ?? "";
        return Path.GetRelativePath(Checkout.Root, Path.GetFullPath(Path.Combine(Checkout.Root, folder, target))).Replace('\\', '/');
    }

    /// <summary>The anchors of a document: lower case, punctuation gone, spaces to hyphens, a number from the second of the same name on.</summary>
    private static HashSet<string> HeadingsIn(string text)
    {
        HashSet<string> anchors = [];
        foreach ((_, string line) in ProseLines(text))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                string kept = new([.. heading.Groups[1].Value.ToLowerInvariant().Where(static letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')]);
                string anchor = kept.Replace(' ', '-');
                for (int again = 1; !anchors.Add(anchor); again++)
                {
                    anchor = $"{kept.Replace(' ', '-')}-{again}";
                }
            }
        }

        return anchors;
    }

    /// <summary>The lines outside fenced code, numbered from 1.</summary>
    private static IEnumerable<(int Number, string Line)> ProseLines(string text)
    {
        bool isCode = false;
        string[] lines = text.Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            if (lines[index].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return (index + 1, lines[index].TrimEnd('\r'));
            }
        }
    }
}
