using System.Text.RegularExpressions;

namespace EdgeAI.Tests.Robot;

/// <summary>What a run of EdgeAI.Robot printed and answered.</summary>
internal sealed partial record RobotResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The run could not begin: exit code 2 and nothing but one line that has all of the parts.</summary>
    public void AssertRefusedInOneLine(params string[] parts)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}:\n{Output}\n{Errors}");
        string line = Assert.Single(Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("edgeai-robot: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    /// <summary>The run ended well: exit code 0, nothing lost, nothing complained of.</summary>
    public void AssertNothingLost()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}:\n{Output}\n{Errors}");
        Assert.Equal("", Errors);
        Assert.Contains("Lost     nothing: ", Output, StringComparison.Ordinal);
    }

    /// <summary>The numbers in the first line that has all of the groups of a pattern.</summary>
    public double[] Numbers(string pattern)
    {
        Match match = Regex.Match(Output, pattern);
        Assert.True(match.Success, $"no line matches {pattern} in:\n{Output}");
        return [.. match.Groups.Values.Skip(1).Select(static group => double.Parse(group.Value))];
    }

    /// <summary>The digest that a replay printed.</summary>
    public string Digest()
    {
        Match match = DigestLine().Match(Output);
        Assert.True(match.Success, $"no digest in:\n{Output}");
        return match.Groups[1].Value;
    }

    [GeneratedRegex("^Digest   ([0-9a-f]{64}) over", RegexOptions.Multiline)]
    private static partial Regex DigestLine();
}
