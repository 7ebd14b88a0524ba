using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>One top-level type per file, the file named after it, the namespace after the folder.</summary>
public sealed class OneTypePerFileTests
{
    [Fact]
    public void EveryFile_HoldsOneTypeNamedAfterIt() => Findings.AssertNone(SourceTree.CSharp.SelectMany(CheckTypes));

    [Fact]
    public void EveryNamespace_IsItsFolder()
    {
        Dictionary<string, string> projects = SourceTree.PathsNamed("*.csproj")
            .Where(static path => Path.GetFileName(Path.GetDirectoryName(path)) == Path.GetFileNameWithoutExtension(path))
            .ToDictionary(static path => Path.GetDirectoryName(path)!.Replace('\\', '/'), static path => Path.GetFileNameWithoutExtension(path));
        Findings.AssertNone(SourceTree.CSharp.SelectMany(file => CheckNamespace(file, projects)));
    }

    [Theory]
    [InlineData("room/Board.cs", "namespace A; class Board; class Link;", "room/Board.cs:1: Link is a second top-level type; give it a file of its own")]
    [InlineData("room/Board.cs", "namespace A; enum Link { One }", "room/Board.cs:1: Link stands in Board.cs; name the file Link.cs")]
    [InlineData("room/Board.cs", "namespace A; delegate void Link();", "room/Board.cs:1: Link stands in Board.cs; name the file Link.cs")]
    public void CheckTypes_BrokenConvention_IsFound(string path, string text, string expected) =>
        Assert.Equal([expected], CheckTypes(new SourceFile(path, text)));

    [Theory]
    [InlineData("room/Board.cs", "namespace A; class Board { class Nested; }")]
    [InlineData("room/Board.Start.cs", "namespace A; partial class Board;")]
    [InlineData("room/RouteOfT.cs", "namespace A; class Route<T>;")]
    [InlineData("room/Program.cs", "return 0;")]
    public void CheckTypes_KeptConvention_IsPassed(string path, string text) => Assert.Empty(CheckTypes(new SourceFile(path, text)));

    [Fact]
    public void CheckNamespace_OtherFolder_IsFound()
    {
        Dictionary<string, string> projects = new() { ["room/EdgeAI.Room"] = "EdgeAI.Room" };
        Assert.Empty(CheckNamespace(new SourceFile("room/EdgeAI.Room/Wire/Frame.cs", "namespace EdgeAI.Room.Wire; class Frame;"), projects));
        Assert.Equal(
            ["room/EdgeAI.Room/Wire/Frame.cs:1: namespace EdgeAI.Room.Board is not its folder; write EdgeAI.Room.Wire"],
            CheckNamespace(new SourceFile("room/EdgeAI.Room/Wire/Frame.cs", "namespace EdgeAI.Room.Board; class Frame;"), projects));
    }

    private static IEnumerable<string> CheckTypes(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. file.Root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(static member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)];
        foreach (MemberDeclarationSyntax type in types.Skip(1))
        {
            yield return file.At(type, $"{NameOf(type)} is a second top-level type; give it a file of its own");
        }

        if (types.Length > 0 && !FileNamesOf(types[0]).Contains(file.Name.Split('.')[0]))
        {
            yield return file.At(types[0], $"{NameOf(types[0])} stands in {file.Name}; name the file {NameOf(types[0])}.cs");
        }
    }

    private static IEnumerable<string> CheckNamespace(SourceFile file, Dictionary<string, string> projects)
    {
        string folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/');

        // One of the folders in here is compiled, whichever the board's family is: they give the same names.
        const string targets = "firmware/EdgeAI.Firmware/Targets";
        folder = folder.StartsWith(targets + "/", StringComparison.Ordinal) ? targets : folder;
        if (projects.Keys.FirstOrDefault(project => folder == project || folder.StartsWith(project + "/", StringComparison.Ordinal)) is not { } root)
        {
            yield break;
        }

        string expected = projects[root] + folder[root.Length..].Replace('/', '.');
        foreach (BaseNamespaceDeclarationSyntax declared in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (declared.Name.ToString() != expected)
            {
                yield return file.At(declared, $"namespace {declared.Name} is not its folder; write {expected}");
            }
        }
    }

    private static string NameOf(MemberDeclarationSyntax type) => type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    /// <summary>The type's name; a generic type may add OfT where a type without parameters has the plain name.</summary>
    private static string[] FileNamesOf(MemberDeclarationSyntax type) => type is TypeDeclarationSyntax { TypeParameterList: not null }
        ? [NameOf(type), NameOf(type) + "OfT"]
        : [NameOf(type)];
}
