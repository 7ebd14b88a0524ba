using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>What is committed is finished: no open marks without an issue, no code in comments, nothing that throws for not being there.</summary>
public sealed partial class UnfinishedWorkTests
{
    // The words are put together here so that no search for them ever finds this file.
    private const string NotBuiltYet = "NotImplemented" + "Exception";
    private const string Marks = "TO" + "DO|FIX" + "ME|HA" + "CK|XX" + "X";

    private static readonly string[] Patterns = ["*.py", "*.sh", "*.csproj", "*.props", "*.projitems"];

    [Fact]
    public void EverySourceFile_HasNoOpenMark() =>
        Findings.AssertNone(SourceTree.CSharp.Concat(Patterns.SelectMany(SourceTree.FilesNamed)).SelectMany(CheckMarks));

    [Fact]
    public void EverySourceFile_HasNoCodeInComments() => Findings.AssertNone(SourceTree.CSharp.SelectMany(CheckComments));

    [Fact]
    public void EverySourceFile_ThrowsNothingForNotBeingBuilt() => Findings.AssertNone(SourceTree.CSharp.SelectMany(CheckNotBuilt));

    [Fact]
    public void CheckMarks_MarkWithoutIssue_IsFound()
    {
        string mark = Marks.Split('|')[0];
        Assert.Equal([$"a.py:2: {mark} without an issue; do it, or write {mark}(#12)"], CheckMarks(new SourceFile("a.py", $"x = 1\n# {mark}: more\n")));
        Assert.Empty(CheckMarks(new SourceFile("a.py", $"# {mark}(#12): more\n")));
        Assert.Empty(CheckMarks(new SourceFile("a.cs", "string hacked = \"\";")));
    }

    [Theory]
    [InlineData("// Retry(3);")]
    [InlineData("// if (x > 1) {")]
    [InlineData("// }")]
    [InlineData("/* int y = Read(bus); */")]
    [InlineData("// await link.SendAsync(frame);")]
    public void CheckComments_CodeInComment_IsFound(string comment) =>
        Assert.Equal(["a.cs:2: code in a comment; remove it, the history keeps it"], CheckComments(new SourceFile("a.cs", $"class A {{\n{comment}\n}}")));

    [Theory]
    [InlineData("// The address is 0x5A; the chip is slow.")]
    [InlineData("// Pins: SDA 3; SCL 5;")]
    [InlineData("// One frame, { and } and all.")]
    [InlineData("/// <code>\n/// Run();\n/// </code>")]
    [InlineData("// ESI = 0 means 1 ms;")]
    public void CheckComments_Prose_IsPassed(string comment) => Assert.Empty(CheckComments(new SourceFile("a.cs", $"class A {{\n{comment}\n}}")));

    [Fact]
    public void CheckNotBuilt_Throw_IsFound() => Assert.Equal(
        [$"a.cs:1: {NotBuiltYet}; build it, or leave the member out"],
        CheckNotBuilt(new SourceFile("a.cs", $"class A {{ int B() => throw new System.{NotBuiltYet}(); }}")));

    [GeneratedRegex(@"\b(" + Marks + @")\b(?!\(#\d+\))")]
    private static partial Regex OpenMark();

    private static IEnumerable<string> CheckMarks(SourceFile file)
    {
        for (int line = 0; line < file.Lines.Count; line++)
        {
            if (OpenMark().Match(file.Lines[line]) is { Success: true } match)
            {
                yield return $"{file.Path}:{line + 1}: {match.Value} without an issue; do it, or write {match.Value}(#12)";
            }
        }
    }

    private static IEnumerable<string> CheckComments(SourceFile file) => file.Root.DescendantTrivia(descendIntoTrivia: true)
        .Where(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
        .Where(static trivia => trivia.ToString() is var comment && !comment.StartsWith("///", StringComparison.Ordinal) && IsCode(comment))
        .Select(trivia => file.At(trivia.Span, "code in a comment; remove it, the history keeps it"));

    /// <summary>Whether a comment ends as code ends and a compiler would take it. Prose fails in the parser, whatever it ends with.</summary>
    private static bool IsCode(string comment)
    {
        string text = comment.Trim('/', '*', ' ', '\t', '\n', '\r');
        if (text is "}" or "{" or "};")
        {
            return true;
        }

        string? whole = text.EndsWith(';') || text.EndsWith('}') ? text : text.EndsWith('{') ? text + "}" : null;
        return whole is not null && !SyntaxFactory.ParseStatement(whole).ContainsDiagnostics;
    }

    private static IEnumerable<string> CheckNotBuilt(SourceFile file) => file.Root.DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Where(static name => name.Identifier.Text == NotBuiltYet)
        .Select(name => file.At(name, $"{NotBuiltYet}; build it, or leave the member out"));
}
