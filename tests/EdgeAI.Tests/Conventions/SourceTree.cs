namespace EdgeAI.Tests.Conventions;

/// <summary>The files of the checkout that people write: everything that is not built, downloaded or another tool's.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> SkippedFolders =
    [
        ".git", ".idea", ".vs", ".vscode", "artifacts", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "__pycache__", "spool",
    ];

    /// <summary>Every C# file, generated ones left out.</summary>
    public static IReadOnlyList<SourceFile> CSharp { get; } = [.. FilesNamed("*.cs").Where(static file => !file.Name.EndsWith(".g.cs", StringComparison.Ordinal))];

    /// <summary>Every project that the .NET SDK alone builds: nanoFramework's has an SDK of its own and is no part of the solution.</summary>
    public static IEnumerable<string> Projects => PathsNamed("*.csproj")
        .Where(static path => File.ReadAllText(Checkout.PathOf(path)).Contains("<Project Sdk=\"Microsoft.NET.Sdk", StringComparison.Ordinal));

    /// <summary>Every file of a name pattern, by path.</summary>
    public static IEnumerable<SourceFile> FilesNamed(string pattern) => PathsNamed(pattern).Select(SourceFile.Read);

    /// <summary>The path, from the checkout's root, of every file of a name pattern.</summary>
    public static IEnumerable<string> PathsNamed(string pattern) => Folders(Checkout.Root)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern))
        .Select(static path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    /// <summary>Every folder from the given one on, by full path.</summary>
    public static IEnumerable<string> Folders(string root)
    {
        yield return root;
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            if (!SkippedFolders.Contains(Path.GetFileName(folder)))
            {
                foreach (string inner in Folders(folder))
                {
                    yield return inner;
                }
            }
        }
    }
}
