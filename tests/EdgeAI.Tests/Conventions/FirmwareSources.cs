using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeAI.Tests.Conventions;

/// <summary>What one board's firmware is built from, read from the lists that nanoFramework's build reads: its own sources, the shared parts, and the packages of its family.</summary>
internal static class FirmwareSources
{
    /// <summary>The parts that the shared sources are built as, each using those before it.</summary>
    public static readonly string[] Parts = ["Base", "Drivers", "Application"];

    private const string Folder = "firmware/EdgeAI.Firmware";
    private const string SharedFolder = "firmware/EdgeAI.Device";
    private const string Packages = "tests/EdgeAI.Tests/Conventions/Packages";

    /// <summary>The firmware's own sources for a board.</summary>
    public static SourceFile[] Of(string family, string board) => Listed(Folder, "EdgeAI.Firmware.projitems", new() { ["Family"] = family, ["Board"] = board });

    /// <summary>The shared sources of a part.</summary>
    public static SourceFile[] Shared(string part) => Listed(SharedFolder, "EdgeAI.Device.projitems", new() { ["DevicePart"] = part });

    /// <summary>What a family's packages declare, as far as a board's sources use it. Every package that the 1.x project references counts, and no other.</summary>
    public static string Declarations(string family) => string.Join('\n', Referenced(family).Select(static assembly => $"{Packages}/{assembly}.txt")
        .Where(static path => File.Exists(Checkout.PathOf(path))).Select(static path => File.ReadAllText(Checkout.PathOf(path))));

    /// <summary>The members of those packages that .NET has under the same names.</summary>
    public static string Allowed(string family) => string.Join('\n', Declarations(family).Split('\n')
        .Where(static line => line.StartsWith("// allow ", StringComparison.Ordinal)).Select(static line => line["// allow ".Length..]));

    /// <summary>Every file of declarations, by the assembly's name.</summary>
    public static IEnumerable<string> Declared() => SourceTree.PathsNamed("*.txt").Where(static path => path.StartsWith(Packages + "/", StringComparison.Ordinal))
        .Select(static path => Path.GetFileNameWithoutExtension(path));

    /// <summary>The assemblies that the 1.x project references for a family.</summary>
    public static string[] Referenced(string family) => [.. Items(XDocument.Load(Checkout.PathOf(Folder, "EdgeAI.Firmware.nfproj")), "Reference", new() { ["Family"] = family })];

    private static SourceFile[] Listed(string folder, string list, Dictionary<string, string> properties)
    {
        string[] patterns = [.. Items(XDocument.Load(Checkout.PathOf(folder, list)), "Compile", properties)
            .Select(include => include.Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal).Replace('\\', '/'))
            .Select(pattern => $"^{Regex.Escape($"{folder}/{Expand(pattern, properties)}").Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$")];
        return [.. SourceTree.PathsNamed("*.cs").Where(path => patterns.Any(pattern => Regex.IsMatch(path, pattern))).Select(SourceFile.Read)];
    }

    private static IEnumerable<string> Items(XDocument project, string kind, Dictionary<string, string> properties) => project.Descendants()
        .Where(item => item.Name.LocalName == kind && Holds(item.Attribute("Condition"), properties) && Holds(item.Parent!.Attribute("Condition"), properties))
        .Select(static item => item.Attribute("Include")!.Value);

    /// <summary>An MSBuild condition of equalities, joined by Or: all that these lists have.</summary>
    private static bool Holds(XAttribute? condition, Dictionary<string, string> properties) => condition is null || Expand(condition.Value, properties).Split(" Or ").Any(static equality =>
    {
        Match match = Regex.Match(equality, "^'(.*)' (==|!=) '(.*)'$");
        Assert.True(match.Success, $"a condition that the test cannot read: {equality}");
        return match.Groups[1].Value == match.Groups[3].Value == (match.Groups[2].Value == "==");
    });

    private static string Expand(string text, Dictionary<string, string> properties) => Regex.Replace(text, @"\$\((\w+)\)", match => properties[match.Groups[1].Value]);
}
