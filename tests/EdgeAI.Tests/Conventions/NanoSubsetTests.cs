using Microsoft.CodeAnalysis;

namespace EdgeAI.Tests.Conventions;

/// <summary>The sources that a board compiles stay within what a board can run; and each rule of that refuses what it is there for.</summary>
public sealed class NanoSubsetTests
{
    private const string SharedRoom = "firmware/EdgeAI.Device";

    [Fact]
    public void SharedSources_StayWithinNanoFramework()
    {
        Assert.True(NanoSources.Device.Files.Count > 100, "the shared sources were found");
        Findings.AssertNone(NanoSubset.Check(NanoSources.Device));
    }

    [Fact]
    public void SharedSources_AreAllListed() =>
        Assert.Equal(SourceTree.PathsNamed("*.cs").Where(static path => path.StartsWith(SharedRoom + "/", StringComparison.Ordinal)), NanoSources.Device.Files.Select(static file => file.Path));

    [Fact]
    public void ApiList_EveryLine_NamesAMemberOfDotNet() => Findings.AssertNone(NanoApi.Shared.Members
        .Where(static id => NanoSources.Device.Resolve(id) is not { DeclaredAccessibility: Accessibility.Public or Accessibility.Protected })
        .Select(static id => $"{id}: .NET has no such member; mend the line in nanoframework-api.txt"));

    [Theory]
    [InlineData("class Ring<T> { }", "a generic of our own")]
    [InlineData("class A { void B<T>() { } }", "a generic of our own")]
    [InlineData("delegate void B<T>(T t);", "a generic of our own")]
    [InlineData("class A { async void B() { } }", "'async' is not on nanoFramework")]
    [InlineData("class A { async void B() { await C(); } System.Threading.Tasks.Task C() => null!; }", "nanoFramework has no async")]
    [InlineData("record A;", "a record needs")]
    [InlineData("record struct A;", "a record needs")]
    [InlineData("class A { (int, int) B; }", "nanoFramework has no tuples")]
    [InlineData("class A { int B(out int a) { (a, int b) = (1, 2); return b; } }", "nanoFramework has no tuples")]
    [InlineData("class A { string B(string c) => c[1..2]; }", "nanoFramework has no ranges")]
    [InlineData("class A { int B(int[] c) => c[^1]; }", "nanoFramework has no ranges")]
    [InlineData("class A { bool B(int[] c) => c is [1, 2]; }", "nanoFramework has no ranges")]
    [InlineData("class A { System.Collections.IEnumerable B() { yield return 1; } }", "nanoFramework 1.x has no iterators")]
    [InlineData("class A { int[,]? b; }", "nanoFramework has no multi-dimensional arrays")]
    [InlineData("class A { volatile int b; }", "'volatile' is not on nanoFramework")]
    [InlineData("class A { public required int B { get; set; } }", "'required' is not on nanoFramework")]
    [InlineData("class A { int[] b = [1, 2]; }", "a collection expression needs")]
    [InlineData("class A { int B() { int[] c = { 1 }; System.ReadOnlySpan<int> d = stackalloc int[] { 1 }; return c[d[0]]; } }", "nanoFramework 1.x has no stackalloc")]
    [InlineData("unsafe class A { byte* b; }", "nanoFramework has no pointers")]
    [InlineData("unsafe class A { void B(byte[] c) { fixed (void* d = c) { } } }", "nanoFramework has no pointers")]
    [InlineData("interface I { int B() { return 1; } }", "nanoFramework 1.x has no default interface methods")]
    [InlineData("interface I { int B => 1; }", "nanoFramework 1.x has no default interface methods")]
    [InlineData("class A { object B() => \"x\"u8.ToArray(); }", "'\"x\"u8' is not on nanoFramework")]
    [InlineData("class A { int B(int c, int d) => checked(c + d); }", "nanoFramework ignores checked")]
    public void Check_SyntaxOutsideTheSubset_IsFoundWithFileAndLine(string text, string expected) => AssertFound(text, expected);

    [Theory]
    [InlineData("class A { System.Func<int>? b; }", "System.Func<TResult> is generic")]
    [InlineData("using System; class A { Action<int>? b; }", "System.Action<T> is generic")]
    [InlineData("class A { System.Collections.Generic.List<int>? b; }", "System.Collections.Generic.List<T> is generic")]
    [InlineData("class A { void B(System.Span<byte> c) { } }", "System.Span<T> is not on nanoFramework 1.x")]
    [InlineData("using Many = System.Collections.Generic.List<int>; class A { Many? b; }", "System.Collections.Generic.List<T> is generic")]
    [InlineData("using System.Linq;", "System.Linq is not on nanoFramework")]
    [InlineData("using System.Collections.Generic;", "System.Collections.Generic is generic")]
    [InlineData("using System.IO;", "System.IO has nothing that a board may use")]
    [InlineData("using System.Linq; class A { object B(int[] c) => from d in c select d; }", "nanoFramework has no LINQ")]
    [InlineData("using System.Linq; class A { int B(int[] c) => c.First(); }", "System.Linq.Enumerable.First")]
    [InlineData("class A { int? b; }", "System.Nullable<T> is not on nanoFramework 1.x")]
    [InlineData("struct Stamp { } class A { Stamp? b; }", "System.Nullable<T> is not on nanoFramework 1.x")]
    [InlineData("class A { bool B(string? c) => c?.Length > 1; }", "nanoFramework 1.x has no nullable value types")]
    [InlineData("class A { dynamic? b; }", "nanoFramework has no dynamic")]
    [InlineData("class A { void B() { var c = System.Tuple.Create(1, 2); } }", "System.Tuple")]
    [InlineData("class A { string B(string[] c) => string.Join(',', c); }", "string.Join(char, params string?[]) is not on nanoFramework")]
    [InlineData("class A { string B(string c) => c.Replace('a', 'b'); }", "string.Replace(char, char) is not on nanoFramework")]
    [InlineData("using static System.String; class A { string B(string[] c) => Join(',', c); }", "string.Join(char, params string?[]) is not on nanoFramework")]
    [InlineData("class A { int B(string c) => string.Compare(c, c, System.StringComparison.Ordinal); }", "System.StringComparison is not on nanoFramework")]
    [InlineData("class A { void B(int[] c) { System.Array.Sort(c); } }", "System.Array.Sort<T>(T[]) is not on nanoFramework")]
    [InlineData("class A { void B(int[] c) { System.Array.Resize(ref c, 1); } }", "System.Array.Resize<T>(ref T[]?, int) is not on nanoFramework")]
    [InlineData("class A { void B(int[] c) { System.Array.Fill(c, 1); } }", "System.Array.Fill<T>(T[], T) is not on nanoFramework")]
    [InlineData("class A { long B() => System.Math.Max(1L, 2L); }", "System.Math.Max(long, long) is single precision")]
    [InlineData("class A { void B() { object c = System.Math.Sqrt(2); } }", "System.Math.Sqrt(double) is single precision")]
    [InlineData("class A { void B() { object c = System.MathF.Sqrt(2); } }", "System.MathF.Sqrt(float) is not on nanoFramework")]
    [InlineData("class A { double b; }", "double is floating point")]
    [InlineData("class A { float b; }", "float is floating point")]
    [InlineData("class A { byte[] B(string c) => System.Text.Encoding.ASCII.GetBytes(c); }", "System.Text.Encoding.ASCII is not on nanoFramework")]
    [InlineData("class A { bool B(System.Threading.WaitHandle c) => c.WaitOne(5); }", "System.Threading.WaitHandle.WaitOne(int) is not on nanoFramework")]
    [InlineData("class A { long b; void B() { System.Threading.Interlocked.Increment(ref b); } }", "System.Threading.Interlocked.Increment(ref long) has int only")]
    [InlineData("class A { void B(object c) { System.ArgumentNullException.ThrowIfNull(c); } }", "System.ArgumentNullException.ThrowIfNull(object?, string?) is not on nanoFramework")]
    [InlineData("class A { System.DateTimeOffset b; }", "System.DateTimeOffset is not on nanoFramework")]
    [InlineData("class A { int B() => System.BitConverter.ToInt32(new byte[4], 0); }", "System.BitConverter is not in nanoframework-api.txt")]
    [InlineData("class A : System.IComparable { public int CompareTo(object? o) => 1; }", "System.IComparable is not in nanoframework-api.txt")]
    [InlineData("class A { void B(System.Collections.IEnumerable c) { foreach (object d in c) { } } }", "System.Collections.IEnumerable.GetEnumerator() is not in nanoframework-api.txt")]
    [InlineData("class Range { }", "Range is also System.Range")]
    [InlineData("enum Timer { }", "Timer is also System.Threading.Timer")]
    public void Check_SymbolOutsideTheList_IsFoundWithFileAndLine(string text, string expected) => AssertFound(text, expected);

    [Theory]
    [InlineData("class A { int B(uint c) => (int)c; }", "uint to int stays unsigned")]
    [InlineData("class A { int B(uint c) => unchecked((int)c); }", "uint to int stays unsigned")]
    [InlineData("class A { long B(ulong c) { long d = (long)c; return d; } }", "ulong to long stays unsigned")]
    [InlineData("enum E : uint { F } class A { int B(E c) => (int)c; }", "uint to int stays unsigned")]
    [InlineData("enum E { F } class A { string B(E c) => c.ToString(); }", "an enumeration's text is a number")]
    [InlineData("enum E { F } class A { string B(E c) => $\"{c}\"; }", "an enumeration's text is a number")]
    [InlineData("enum E { F } class A { string B(E c) => \"a\" + c; }", "an enumeration's text is a number")]
    [InlineData("class A { string B() => (1.5).ToString(); }", "nanoFramework formats numbers its own way")]
    [InlineData("class A { string B() => $\"{1.5f}\"; }", "nanoFramework formats numbers its own way")]
    [InlineData("class A { string B(int c) => $\"{c:x2}\"; }", "nanoFramework formats numbers its own way")]
    [InlineData("class A { static int b; static A() { b = 1; } }", "static constructors run before Main")]
    [InlineData("class A { public static readonly int[] B = new int[1]; } class C { static readonly int[] D = A.B; }", "A.B may not have its value yet")]
    [InlineData("class A { int b = c; }", "CS0103")]
    public void Check_WhatComputesOtherwise_IsFoundWithFileAndLine(string text, string expected) => AssertFound(text, expected);

    [Theory]
    [InlineData("#if NET\nusing System.Linq;\n#endif\nclass A { }")]
    [InlineData("using System.Threading;\nclass A { object? b; string? c; A? d; bool E(AutoResetEvent f) => f.WaitOne(5, false) && b == c && d != null; }")]
    [InlineData("delegate void Taken(int count);\nsealed class A(int size) { readonly byte[] _b = new byte[size]; string C => $\"{size} of {_b.Length}\"; event Taken? D; void E() => D?.Invoke(1); }")]
    [InlineData("class A { int[] e = new int[1]; int B(int c) => c switch { > 3 and < 5 => 1, _ => 0 }; void D() { lock (e) { System.Array.Copy(e, 0, e, 0, 1); foreach (int f in e) { } } } }")]
    [InlineData("class A { int b; int[] c = new int[1]; int D(uint e) { b = (int)e; c[0] = (int)e; return c[(int)e] + (int)(long)e + (int)7u; } }")]
    [InlineData("class A { const int B = 1; static readonly int[] C = new int[B]; static readonly int D = C.Length; string E(char[] f) => new string(f) + B; }")]
    [InlineData("namespace N { struct Stamp { public override string ToString() => \"\"; } interface I { int B { get; } void C(); } class D : System.Exception { D() : base(\"\") { } } }")]
    public void Check_InsideTheSubset_IsPassed(string text) => Assert.Empty(Check(text));

    [Fact]
    public void Check_WithAFurtherList_PassesItsMembersToo()
    {
        SourceFile[] files = [new("a.cs", "class A { long B() => System.DateTime.MinValue.Ticks; }")];
        Assert.NotEmpty(NanoSubset.Check(new NanoSources(files, NanoApi.Shared)));
        Assert.Empty(NanoSubset.Check(new NanoSources(files, NanoApi.Shared.With("T:System.DateTime\nF:System.DateTime.MinValue\nP:System.DateTime.Ticks"))));
    }

    [Fact]
    public void Check_WithDeclarationsOfAPackage_PassesThemAndNothingElseOfIt()
    {
        const string Package = "namespace Chip { public class Bus { public int Read(byte[] into) => 0; } }";
        Assert.Empty(Check("using Chip;\nclass A { int B(Bus c, byte[] d) => c.Read(d); }", Package));
        Assert.StartsWith("a.cs:2: CS1061: ", Assert.Single(Check("using Chip;\nclass A { int B(Bus c, byte[] d) => c.Write(d); }", Package)), StringComparison.Ordinal);
    }

    private static string[] Check(string text, string declarations = "") => [.. NanoSubset.Check(new NanoSources([new SourceFile("a.cs", text)], NanoApi.Shared, declarations))];

    private static void AssertFound(string text, string expected)
    {
        string[] found = Check("\n" + text);
        Assert.True(found.Any(finding => finding.StartsWith("a.cs:2: " + expected, StringComparison.Ordinal)), $"expected '{expected}', found: {string.Join(" | ", found)}");
    }
}
