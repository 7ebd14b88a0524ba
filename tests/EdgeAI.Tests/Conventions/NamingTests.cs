using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>Nothing is named after having no name of its own.</summary>
public sealed class NamingTests
{
    private static readonly string[] EmptyWords = ["Common", "Core", "Helper", "Helpers", "Utility", "Utilities", "Util", "Utils", "Misc", "Shared"];
    private static readonly string[] EmptyEndings = ["Helper", "Helpers", "Utility", "Utilities", "Util", "Utils", "Manager"];

    [Fact]
    public void NoFolder_IsNamedAfterNothing() => Findings.AssertNone(SourceTree.Folders(Checkout.Root)
        .Select(static folder => Path.GetRelativePath(Checkout.Root, folder).Replace('\\', '/'))
        .SelectMany(CheckFolder));

    [Fact]
    public void NoTypeOrNamespace_IsNamedAfterNothing() => Findings.AssertNone(SourceTree.CSharp.SelectMany(CheckNames));

    [Fact]
    public void CheckFolder_EmptyWord_IsFound()
    {
        Assert.Empty(CheckFolder("firmware/EdgeAI.Device/Board"));
        Assert.Equal(["firmware/EdgeAI.Core/Wire: 'Core' says nothing; name what is in it"], CheckFolder("firmware/EdgeAI.Core/Wire"));
        Assert.Equal(["gateway/utils: 'utils' says nothing; name what is in it"], CheckFolder("gateway/utils"));
    }

    [Theory]
    [InlineData("namespace A.Helpers;", "a.cs:1: namespace A.Helpers says nothing; name what is in it")]
    [InlineData("class SpoolManager;", "a.cs:1: SpoolManager says nothing; name what it does")]
    [InlineData("static class Common;", "a.cs:1: Common says nothing; name what it does")]
    [InlineData("struct StringUtils;", "a.cs:1: StringUtils says nothing; name what it does")]
    public void CheckNames_EmptyName_IsFound(string text, string expected) => Assert.Equal([expected], CheckNames(new SourceFile("a.cs", text)));

    [Fact]
    public void CheckNames_NameOfItsOwn_IsPassed() => Assert.Empty(CheckNames(new SourceFile("a.cs", "namespace A.Board; class BoardCore;")));

    private static IEnumerable<string> CheckFolder(string folder)
    {
        foreach (string word in folder.Split('/', '.'))
        {
            if (EmptyWords.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{folder}: '{word}' says nothing; name what is in it";
            }
        }
    }

    private static IEnumerable<string> CheckNames(SourceFile file)
    {
        foreach (BaseNamespaceDeclarationSyntax declared in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (declared.Name.ToString().Split('.').Any(EmptyWords.Contains))
            {
                yield return file.At(declared, $"namespace {declared.Name} says nothing; name what is in it");
            }
        }

        foreach (BaseTypeDeclarationSyntax type in file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        {
            string name = type.Identifier.Text;
            if (EmptyWords.Contains(name) || EmptyEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)))
            {
                yield return file.At(type, $"{name} says nothing; name what it does");
            }
        }
    }
}
