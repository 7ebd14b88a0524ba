using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>
/// Time comes from IClock. The analyzer bans the wall clocks while compiling; this scan also sees code that no build compiles
/// (nanoFramework's side of an #if), suppressions of the analyzer, and waits in rooms that must replay on a virtual clock.
/// </summary>
public sealed class ClockTests
{
    private static readonly string[] WallClocks =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Environment.TickCount", "Environment.TickCount64",
    ];

    /// <summary>What a room that replays on a virtual clock cannot do: sleep by real time, or read a clock that is not handed to it.</summary>
    private static readonly string[] RealTime = ["Thread.Sleep", "Task.Delay", "Thread.SpinWait", "TimeProvider.System", "Stopwatch.GetTimestamp", "Stopwatch.StartNew"];

    private static readonly string[] ReplayingRooms = ["firmware/EdgeAI.Device", "edge-runtime/EdgeAI.Runtime", "edge-runtime/EdgeAI.Perception"];

    [Fact]
    public void EverySourceFile_ReadsNoWallClock() => Findings.AssertNone(SourceTree.CSharp.Where(static file => !IsATargetsClock(file)).SelectMany(CheckWallClocks));

    [Fact]
    public void NoSourceFile_SilencesTheAnalyzer() => Findings.AssertNone(SourceTree.CSharp.SelectMany(CheckSuppressions));

    [Fact]
    public void ReplayingRooms_NeitherSleepNorReadRealTime() => Findings.AssertNone(SourceTree.CSharp.Where(static file => file.IsIn(ReplayingRooms)).SelectMany(CheckRealTime));

    [Fact]
    public void ReplayingRooms_AreThere() => Assert.All(ReplayingRooms, static room => Assert.Contains(SourceTree.CSharp, file => file.IsIn(room)));

    [Theory]
    [InlineData("DateTime.UtcNow")]
    [InlineData("System.DateTime.Now")]
    [InlineData("global::System.Environment.TickCount64")]
    [InlineData("DateTimeOffset.UtcNow.Ticks")]
    public void CheckWallClocks_WallClock_IsFound(string expression) =>
        Assert.Single(CheckWallClocks(new SourceFile("a.cs", $"class A {{ object b = {expression}; }}")));

    [Fact]
    public void CheckSuppressions_SilencedAnalyzer_IsFound()
    {
        const string rule = "RS" + "0030";
        Assert.Equal([$"a.cs:2: {rule} is silenced; take the time from IClock"], CheckSuppressions(new SourceFile("a.cs", $"\n#pragma warning disable {rule}\n")));
        Assert.Single(CheckSuppressions(new SourceFile("a.cs", $"[SuppressMessage(\"ApiDesign\", \"{rule}\")] class A;")));
        Assert.Empty(CheckSuppressions(new SourceFile("a.cs", "#pragma warning disable CA1234\n")));
    }

    [Theory]
    [InlineData("class A { void B() { System.Threading.Thread.Sleep(1); } }", 1)]
    [InlineData("class A { long B() { return Stopwatch.GetTimestamp(); } }", 1)]
    [InlineData("class A : IClock { long B() { return Stopwatch.GetTimestamp(); } }", 0)]
    [InlineData("class A { void B(IClock clock) { long now = clock.Nanoseconds; } }", 0)]
    public void CheckRealTime_RealTimeOutsideAClock_IsFound(string text, int findings) =>
        Assert.Equal(findings, CheckRealTime(new SourceFile("a.cs", text)).Count());

    // A microcontroller has no other source of time: what implements IClock there makes a monotonic clock of it.
    private static bool IsATargetsClock(SourceFile file) => file.IsIn(["firmware/EdgeAI.Firmware/Targets"]) && ImplementsIClock(file);

    private static bool ImplementsIClock(SourceFile file) =>
        file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>().Any(static type => type.BaseList?.Types.Any(static of => of.Type.ToString() == "IClock") == true);

    private static IEnumerable<string> CheckWallClocks(SourceFile file) => Uses(file, WallClocks, "a wall clock; take the time from IClock, or UTC from UtcMapping");

    private static IEnumerable<string> CheckRealTime(SourceFile file) =>
        ImplementsIClock(file)
            ? []
            : Uses(file, RealTime, "real time in a room that replays; wait on an event, or take the time from IClock");

    private static IEnumerable<string> CheckSuppressions(SourceFile file)
    {
        const string rule = "RS" + "0030";
        for (int line = 0; line < file.Lines.Count; line++)
        {
            if (file.Lines[line].Contains(rule, StringComparison.Ordinal))
            {
                yield return $"{file.Path}:{line + 1}: {rule} is silenced; take the time from IClock";
            }
        }
    }

    private static IEnumerable<string> Uses(SourceFile file, string[] members, string message) => file.Root.DescendantNodes()
        .OfType<MemberAccessExpressionSyntax>()
        .Where(access => access.IsKind(SyntaxKind.SimpleMemberAccessExpression) && members.Contains($"{LastNameOf(access.Expression)}.{access.Name.Identifier.Text}"))
        .Select(access => file.At(access, $"{access} is {message}"));

    private static string LastNameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };
}
