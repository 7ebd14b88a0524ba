using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeAI.Tests.Conventions;

/// <summary>Sources that a board compiles, with their meaning: bound against .NET without any of its symbols such as NET, as nanoFramework's compiler would read them.</summary>
internal sealed class NanoSources
{
    /// <summary>As much of .NET as it takes to tell a use that is refused from a name that nobody knows.</summary>
    public static readonly MetadataReference[] Framework =
    [
        .. new[] { "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Console", "System.Linq", "System.Memory", "System.Runtime.Numerics", "System.Threading" }
            .Select(static name => MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{name}.dll"))),
    ];

    private readonly CSharpCompilation _compilation;

    /// <param name="files">The sources.</param>
    /// <param name="api">What they may use of .NET.</param>
    /// <param name="declarations">C# declarations of what they may use beyond it, such as a nanoFramework package that .NET lacks: all that is declared there is allowed, nothing else of that package exists.</param>
    public NanoSources(IEnumerable<SourceFile> files, NanoApi api, string declarations = "")
    {
        Files = [.. files];
        Api = api;
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        SyntaxTree package = new SourceFile("declarations.cs", declarations).Root.SyntaxTree;
        Package = CSharpCompilation.Create("Package", [package], Framework, options);
        _compilation = CSharpCompilation.Create("Board", Files.Select(static file => file.Root.SyntaxTree), [.. Framework, Package.ToMetadataReference()], options);
    }

    /// <summary>The shared device library: what its .projitems lists.</summary>
    public static NanoSources Device { get; } = new(Listed("firmware/EdgeAI.Device", "EdgeAI.Device.projitems"), NanoApi.Shared);

    /// <summary>The sources.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>What they may use of .NET.</summary>
    public NanoApi Api { get; }

    private CSharpCompilation Package { get; }

    /// <summary>What the names in a file mean.</summary>
    public SemanticModel ModelOf(SourceFile file) => _compilation.GetSemanticModel(file.Root.SyntaxTree);

    /// <summary>Whether the symbol is declared in these sources, or in the declarations beside them.</summary>
    public bool Declares(ISymbol symbol) => symbol.ContainingAssembly is { } assembly && (Is(assembly, _compilation) || Is(assembly, Package));

    /// <summary>Whether the symbol is declared in these sources.</summary>
    public bool Owns(ISymbol symbol) => symbol.ContainingAssembly is { } assembly && Is(assembly, _compilation);

    /// <summary>The type that namespaces every source imports also have under this name.</summary>
    public INamedTypeSymbol? Namesake(string name) => new[] { "System", "System.Threading", "System.Text" }
        .SelectMany(space => _compilation.GetTypesByMetadataName($"{space}.{name}"))
        .FirstOrDefault(static type => type.DeclaredAccessibility == Accessibility.Public);

    /// <summary>The member of .NET that a documentation id names.</summary>
    public ISymbol? Resolve(string id)
    {
        string name = id[2..].Split('(')[0];
        INamedTypeSymbol? type = id[0] == 'T' ? null : _compilation.GetTypeByMetadataName(name[..name.LastIndexOf('.')]);
        return type is null ? _compilation.GetTypeByMetadataName(name) : type.GetMembers().FirstOrDefault(member => member.GetDocumentationCommentId() == id);
    }

    /// <summary>What the compiler refuses: where it does, the meaning of names is not known.</summary>
    public IEnumerable<string> Errors() => _compilation.GetDiagnostics()
        .Where(static found => found.Severity == DiagnosticSeverity.Error && found.Location.SourceTree is not null)
        .Select(static found => $"{found.Location.SourceTree!.FilePath}:{found.Location.GetLineSpan().StartLinePosition.Line + 1}: {found.Id}: {found.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");

    /// <summary>The C# files under a folder that an MSBuild list names.</summary>
    public static IEnumerable<SourceFile> Listed(string folder, string list)
    {
        string[] patterns = [.. XDocument.Load(Checkout.PathOf(folder, list)).Descendants()
            .Where(static item => item.Name.LocalName == "Compile")
            .Select(static item => item.Attribute("Include")!.Value.Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal).Replace('\\', '/'))
            .Select(pattern => $"^{Regex.Escape($"{folder}/{pattern}").Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$")];
        return SourceTree.PathsNamed("*.cs").Where(path => patterns.Any(pattern => Regex.IsMatch(path, pattern))).Select(SourceFile.Read);
    }

    private static bool Is(IAssemblySymbol assembly, CSharpCompilation compilation) => SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly);
}
