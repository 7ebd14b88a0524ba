namespace EdgeAI.Tests.Flash;

/// <summary>What a run of EdgeAI.Flash printed and answered.</summary>
internal sealed record FlashResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>It ended in that way; what it printed is shown where not.</summary>
    public FlashResult Answered(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}:\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>It refused before it began: exit code 2 and one line that has all of the parts.</summary>
    public void AssertRefusedInOneLine(params string[] parts)
    {
        Answered(2);
        string line = Assert.Single(ErrorLines);
        Assert.StartsWith("edgeai-flash: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }
}
