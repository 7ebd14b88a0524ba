using Microsoft.CodeAnalysis;

namespace EdgeAI.Tests.Conventions;

/// <summary>The types and members from outside that sources for a board may use: nanoframework-api.txt, read.</summary>
internal sealed class NanoApi
{
    private const string ListPath = "tests/EdgeAI.Tests/Conventions/nanoframework-api.txt";

    private static readonly SymbolDisplayFormat Qualified = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private readonly string _text;
    private readonly HashSet<string> _members = [];
    private readonly HashSet<string> _namespaces = [];
    private readonly Dictionary<string, string> _mends = [];

    /// <param name="text">Lines: a documentation id that is allowed; "- NAME: what to do instead" of a namespace, type or member that is not; # begins a comment: alone, or after two spaces.</param>
    public NanoApi(string text)
    {
        _text = text;
        foreach (string line in text.Split('\n').Select(static line => line.Split("  #")[0].Trim()).Where(static line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                string[] parts = line[2..].Split(": ", 2);
                _mends.Add(parts[0], parts[1]);
                continue;
            }

            Assert.True(_members.Add(line), $"{ListPath}: {line} stands there twice");
            if (line.StartsWith("T:", StringComparison.Ordinal))
            {
                _namespaces.Add(line[2..line.LastIndexOf('.')]);
            }
        }
    }

    /// <summary>What every source for a board may use.</summary>
    public static NanoApi Shared { get; } = new(File.ReadAllText(Checkout.PathOf(ListPath)));

    /// <summary>The documentation ids that are allowed.</summary>
    public IReadOnlySet<string> Members => _members;

    /// <summary>This list and a further one, for sources that may use more.</summary>
    public NanoApi With(string text) => new($"{_text}\n{text}");

    /// <summary>Whether a using directive may name the namespace.</summary>
    public bool HasNamespace(INamespaceSymbol name) => _namespaces.Contains(name.ToDisplayString(Qualified));

    /// <summary>Why a symbol from outside may not be used; null where it may.</summary>
    public string? Refusal(ISymbol symbol)
    {
        ISymbol definition = symbol.OriginalDefinition;
        if (definition.GetDocumentationCommentId() is { } id && _members.Contains(id))
        {
            return null;
        }

        return $"{definition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)} {Mend(definition) ?? "is not in nanoframework-api.txt; write it out, or add it where both class libraries have it"}";
    }

    /// <summary>Why a namespace may not be named in a using directive.</summary>
    public string RefusalOf(INamespaceSymbol name) => $"{name} {Mend(name) ?? "has nothing that a board may use"}";

    private string? Mend(ISymbol symbol)
    {
        for (ISymbol? part = symbol; part is not null and not INamespaceSymbol { IsGlobalNamespace: true }; part = (ISymbol?)part.ContainingType ?? part.ContainingNamespace)
        {
            string name = part is INamespaceOrTypeSymbol ? part.ToDisplayString(Qualified) : $"{part.ContainingType.ToDisplayString(Qualified)}.{part.Name}";
            if (_mends.TryGetValue(name, out string? mend))
            {
                return mend;
            }
        }

        return null;
    }
}
