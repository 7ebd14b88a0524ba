using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using EdgeAI.Device.Application;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Application;

/// <summary>WIRE.md's table of log codes is the list of constants.</summary>
public sealed partial class LogCodePageTests
{
    [Fact]
    public void Wire_LogCodes_AreTheConstants()
    {
        string page = File.ReadAllText(Checkout.PathOf("firmware", "WIRE.md"));
        int at = page.IndexOf("\n## Log codes\n", StringComparison.Ordinal);
        string section = page[at..page.IndexOf("\n## ", at + 1, StringComparison.Ordinal)];
        Match[] rows = [.. Row().Matches(section).Cast<Match>()];

        Assert.Equal(
            typeof(LogCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (field.Name, (int)(ushort)field.GetRawConstantValue()!)).OrderBy(static code => code.Item2),
            rows.Select(static row => (row.Groups[2].Value, int.Parse(row.Groups[1].ValueSpan, CultureInfo.InvariantCulture))));
        Assert.All(rows, static row => Assert.True(Enum.TryParse(row.Groups[3].Value, ignoreCase: true, out LogLevel _), $"'{row.Groups[3].Value}' is no log level"));
    }

    /// <summary>Each level in the table is the one that the source says the code with.</summary>
    [Fact]
    public void Wire_LevelOfEachCode_IsTheSources()
    {
        string page = File.ReadAllText(Checkout.PathOf("firmware", "WIRE.md"));
        string source = string.Concat(Directory.EnumerateFiles(Checkout.PathOf("firmware", "EdgeAI.Device", "Application"), "*.cs").Select(File.ReadAllText));
        foreach (Match said in Said().Matches(source).Cast<Match>())
        {
            Assert.Matches($@"\| \d+ \| {said.Groups[2].Value} \| {said.Groups[1].Value.ToLowerInvariant()} \|", page);
        }
    }

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"LogLevel\.(\w+), LogCode\.(\w+)")]
    private static partial Regex Said();
}
