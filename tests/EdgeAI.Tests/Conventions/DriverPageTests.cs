using System.Text.RegularExpressions;
using EdgeAI.Device.Board;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Tests.Conventions;

/// <summary>The page of the drivers has each of them, and says of each every status that its source gives.</summary>
public sealed partial class DriverPageTests
{
    private const string Folder = "firmware/EdgeAI.Device/Drivers";
    private static readonly string[] OfEveryDriver = Statuses(Section("What every driver keeps"));

    /// <summary>The folders of drivers.</summary>
    public static TheoryData<string> Drivers => [.. Directory.EnumerateDirectories(Checkout.PathOf(Folder)).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Drivers))]
    public void Page_EveryDriver_SaysItsStatusesAndWhatStaysUndetectable(string driver)
    {
        string section = Section(driver);
        Assert.Contains("ndetectable", section, StringComparison.Ordinal);
        string[] told = Statuses(section);
        Assert.All(told, static status => Assert.True(Enum.IsDefined(typeof(SensorStatus), status), $"there is no SensorStatus.{status}"));
        string[] given = GivenBy(driver);

        Assert.Empty(given.Except(told));
        Assert.Empty(told.Except(given).Except(OfEveryDriver));
    }

    [Fact]
    public void Page_EveryDriverOfAProfile_HasItsRow()
    {
        string page = Page();
        Assert.All(
            DriverFacts.All.Where(static facts => !facts.Simulated),
            facts => Assert.Contains($"`{facts.Name[..(facts.Name.IndexOf("-pressure", StringComparison.Ordinal) is > 0 and var at ? at : facts.Name.Length)].Replace("-humidity", "", StringComparison.Ordinal)}", page, StringComparison.Ordinal));
    }

    /// <summary>The statuses in a driver's code, comments left out, that are no success.</summary>
    private static string[] GivenBy(string driver) =>
    [
        .. Directory.EnumerateFiles(Checkout.PathOf(Folder, driver), "*.cs")
            .SelectMany(File.ReadLines)
            .Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(static line => Given().Matches(line))
            .Select(static match => match.Groups[1].Value)
            .Where(static status => status != nameof(SensorStatus.Ok))
            .Distinct(StringComparer.Ordinal),
    ];

    private static string[] Statuses(string section) => [.. Row().Matches(section).Select(static match => match.Groups[1].Value)];

    private static string Section(string heading)
    {
        string page = Page();
        int at = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(at >= 0, $"firmware/DRIVERS.md has no section '{heading}': write it");
        int end = page.IndexOf("\n## ", at + 1, StringComparison.Ordinal);
        return end < 0 ? page[at..] : page[at..end];
    }

    private static string Page() => File.ReadAllText(Checkout.PathOf("firmware", "DRIVERS.md"));

    [GeneratedRegex(@"\bSensorStatus\.([A-Z]\w*)")]
    private static partial Regex Given();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
