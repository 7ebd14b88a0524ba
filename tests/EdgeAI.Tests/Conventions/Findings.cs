namespace EdgeAI.Tests.Conventions;

/// <summary>What a convention found, as a test failure that names every place in full.</summary>
internal static class Findings
{
    /// <summary>Fails with all findings, one a line, where there is any.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] found = [.. findings];
        Assert.True(found.Length == 0, $"{found.Length} findings:{string.Concat(found.Select(static line => "\n  " + line))}");
    }
}
