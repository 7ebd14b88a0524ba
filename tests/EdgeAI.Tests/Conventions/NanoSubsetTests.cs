namespace EdgeAI.Tests.Conventions;

/// <summary>The sources that a board compiles stay within what a board can run.</summary>
public sealed class NanoSubsetTests
{
    private const string SharedRoom = "firmware/EdgeAI.Device";

    [Fact]
    public void SharedSources_StayWithinNanoFramework()
    {
        SourceFile[] shared = [.. SourceTree.CSharp.Where(static file => file.IsIn(SharedRoom))];
        Assert.True(shared.Length > 20, "the shared sources were found");
        IReadOnlySet<string> valueTypes = NanoSubset.ValueTypesOf(shared);
        Assert.Contains("Stamp", valueTypes);
        Findings.AssertNone(shared.SelectMany(file => NanoSubset.Check(file, valueTypes)));
    }

    [Theory]
    [InlineData("class Ring<T> { }", "a generic of our own")]
    [InlineData("class A { void B<T>() { } }", "a generic of our own")]
    [InlineData("delegate void B<T>(T t);", "a generic of our own")]
    [InlineData("class A { System.Func<int> b; }", "Func<> is generic")]
    [InlineData("class A { Action<int> b; }", "Action<> is generic")]
    [InlineData("class A { Action b; }", "Action is not for shared sources")]
    [InlineData("class A { System.Collections.Generic.List<int> b; }", "List<> is generic")]
    [InlineData("class A { System.Span<byte> b; }", "Span<> is generic")]
    [InlineData("using System.Linq;", "System.Linq is not for shared sources")]
    [InlineData("using System.Collections.Generic;", "System.Collections.Generic is not for shared sources")]
    [InlineData("class A { object b = from x in y select x; }", "nanoFramework has no LINQ")]
    [InlineData("class A { async void B() { } }", "'async' is not on nanoFramework")]
    [InlineData("class A { void B() { await C(); } }", "nanoFramework has no async", "'async'")]
    [InlineData("record A;", "a record needs")]
    [InlineData("record struct A;", "a record needs")]
    [InlineData("class A { (int, int) B; }", "nanoFramework has no tuples")]
    [InlineData("class A { void B() { (int a, int b) = C(); } }", "nanoFramework has no tuples")]
    [InlineData("class A { object B = c[1..2]; }", "nanoFramework has no ranges")]
    [InlineData("class A { object B = c[^1]; }", "nanoFramework has no ranges")]
    [InlineData("class A { System.Collections.IEnumerable B() { yield return 1; } }", "nanoFramework 1.x has no iterators")]
    [InlineData("class A { int[,] b; }", "nanoFramework has no multi-dimensional arrays")]
    [InlineData("class A { int? b; }", "nanoFramework 1.x has no nullable value types")]
    [InlineData("class A { Stamp? b; }", "nanoFramework 1.x has no nullable value types")]
    [InlineData("class A { volatile int b; }", "'volatile' is not on nanoFramework")]
    [InlineData("class A { required int B { get; set; } }", "'required' is not on nanoFramework")]
    [InlineData("class A { int[] b = [1, 2]; }", "a collection expression needs")]
    [InlineData("class A { void B() { var b = stackalloc byte[4]; } }", "nanoFramework 1.x has no stackalloc")]
    [InlineData("unsafe class A { byte* b; }", "nanoFramework has no pointers")]
    [InlineData("interface I { int B() { return 1; } }", "nanoFramework 1.x has no default interface methods")]
    [InlineData("class A { string b = string.Join(c, d); }", "string.Join is not on nanoFramework")]
    [InlineData("class A { string b = c.Replace('a', 'b'); }", "nanoFramework has no string.Replace")]
    [InlineData("class A { void B() { System.Array.Sort(c); } }", "Array.Sort is not on nanoFramework")]
    [InlineData("class A { long b = Math.Max(1L, 2L); }", "Math.Max is single precision")]
    [InlineData("class A { float b = MathF.Sqrt(2); }", "MathF.Sqrt is not on nanoFramework")]
    [InlineData("class A { byte[] b = System.Text.Encoding.ASCII.GetBytes(c); }", "Encoding.ASCII is not on nanoFramework")]
    [InlineData("class A { bool b = c.WaitOne(5); }", "nanoFramework has no WaitOne(int)")]
    [InlineData("class A { void B(object c) { System.ArgumentNullException.ThrowIfNull(c); } }", "ArgumentNullException.ThrowIfNull is not on nanoFramework")]
    [InlineData("class A { object b = \"x\"u8; }", "'\"x\"u8' is not on nanoFramework")]
    [InlineData("class A { int b = checked(c + d); }", "nanoFramework ignores checked")]
    [InlineData("class A { System.DateTimeOffset b; }", "DateTimeOffset is not on nanoFramework")]
    public void Check_OutsideTheSubset_IsFoundWithFileAndLine(string text, string expected, string? alternative = null)
    {
        string[] found = [.. NanoSubset.Check(new SourceFile("a.cs", "\n" + text), new HashSet<string> { "Stamp" })];
        Assert.True(
            found.Any(finding => finding.StartsWith("a.cs:2: " + expected, StringComparison.Ordinal) || (alternative is not null && finding.Contains(alternative, StringComparison.Ordinal))),
            $"expected '{expected}', found: {string.Join(" | ", found)}");
    }

    [Theory]
    [InlineData("#if NET\nusing System.Linq;\n#endif\nclass A { }")]
    [InlineData("using System.Threading;\nclass A { object? b; string? c; A? d; bool e = f.WaitOne(5, false); }")]
    [InlineData("delegate void Taken(int count);\nsealed class A(int size) { readonly byte[] _b = new byte[size]; string C => $\"{size}\"; }")]
    [InlineData("class A { int B(int c) => c switch { > 3 and < 5 => 1, _ => 0 }; void D() { lock (this) { System.Array.Copy(e, f, 1); } } }")]
    public void Check_InsideTheSubset_IsPassed(string text) => Assert.Empty(NanoSubset.Check(new SourceFile("a.cs", text), new HashSet<string>()));
}
