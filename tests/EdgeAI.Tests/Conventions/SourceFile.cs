using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace EdgeAI.Tests.Conventions;

/// <summary>One file of the checkout as the conventions see it: its text, and its syntax where it is C#.</summary>
/// <param name="path">The path from the checkout's root, with forward slashes.</param>
/// <param name="text">What the file holds.</param>
internal sealed class SourceFile(string path, string text)
{
    private SyntaxNode? _root;

    /// <summary>The path from the checkout's root, with forward slashes.</summary>
    public string Path { get; } = path;

    /// <summary>What the file holds.</summary>
    public string Text { get; } = text;

    /// <summary>The file's name without folders.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The lines of the file.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n');

    /// <summary>The syntax of a C# file, parsed as nanoFramework's compiler would see it: no symbol such as NET is defined.</summary>
    public SyntaxNode Root => _root ??= CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None), Path).GetRoot();

    /// <summary>A file of the checkout.</summary>
    public static SourceFile Read(string path) => new(path, File.ReadAllText(Checkout.PathOf(path)));

    /// <summary>Whether the file lies in one of the folders, given from the checkout's root.</summary>
    public bool IsIn(params string[] folders) => folders.Any(folder => Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>One finding: the place, and what is wrong with it.</summary>
    public string At(SyntaxNodeOrToken node, string message) => At(node.Span, message);

    /// <summary>One finding: the place, and what is wrong with it.</summary>
    public string At(TextSpan span, string message) => $"{Path}:{SourceText.From(Text).Lines.GetLineFromPosition(span.Start).LineNumber + 1}: {message}";
}
