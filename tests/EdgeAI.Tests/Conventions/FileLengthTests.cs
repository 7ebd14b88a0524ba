namespace EdgeAI.Tests.Conventions;

/// <summary>A file does one job, and one job fits 400 lines.</summary>
public sealed class FileLengthTests
{
    private const int MaximumLines = 400;

    [Fact]
    public void EverySourceFile_HasAtMost400Lines() =>
        Findings.AssertNone(SourceTree.CSharp.Concat(SourceTree.FilesNamed("*.py")).Concat(SourceTree.FilesNamed("*.sh")).SelectMany(Check));

    [Fact]
    public void Check_OneLineTooMany_IsFound()
    {
        Assert.Empty(Check(new SourceFile("a.cs", new string('\n', MaximumLines))));
        Assert.Equal(["a.cs: 401 lines; split it by job, at most 400"], Check(new SourceFile("a.cs", new string('\n', MaximumLines + 1))));
    }

    private static IEnumerable<string> Check(SourceFile file)
    {
        int lines = file.Text.Count(static character => character == '\n');
        if (lines > MaximumLines)
        {
            yield return $"{file.Path}: {lines} lines; split it by job, at most {MaximumLines}";
        }
    }
}
