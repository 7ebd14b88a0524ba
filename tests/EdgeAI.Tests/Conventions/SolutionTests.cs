using System.Text.RegularExpressions;

namespace EdgeAI.Tests.Conventions;

/// <summary>The solution names every project, so that one command builds and checks all of them.</summary>
public sealed partial class SolutionTests
{
    [Fact]
    public void Solution_NamesEveryProjectAndNoOther() =>
        Findings.AssertNone(Check(File.ReadAllText(Checkout.PathOf("EdgeAI.sln")), SourceTree.Projects));

    [Fact]
    public void Check_ProjectLeftOutOrGone_IsFound()
    {
        const string solution = """
            Project("{FAE04EC0}") = "A", "rooms\A\A.csproj", "{1}"
            Project("{FAE04EC0}") = "Gone", "rooms\Gone\Gone.csproj", "{2}"
            Project("{2150E333}") = "rooms", "rooms", "{3}"
            """;
        Assert.Equal(
            ["rooms/B/B.csproj is not in EdgeAI.sln; run 'dotnet sln add rooms/B/B.csproj'", "EdgeAI.sln names rooms/Gone/Gone.csproj, which is not there; remove it"],
            Check(solution, ["rooms/A/A.csproj", "rooms/B/B.csproj"]));
    }

    [GeneratedRegex("""= "[^"]+", "([^"]+\.csproj)",""")]
    private static partial Regex ProjectLine();

    private static IEnumerable<string> Check(string solution, IEnumerable<string> projects)
    {
        string[] tree = [.. projects];
        string[] named = [.. ProjectLine().Matches(solution).Select(static match => match.Groups[1].Value.Replace('\\', '/'))];
        return tree.Except(named).Select(static path => $"{path} is not in EdgeAI.sln; run 'dotnet sln add {path}'")
            .Concat(named.Except(tree).Select(static path => $"EdgeAI.sln names {path}, which is not there; remove it"));
    }
}
