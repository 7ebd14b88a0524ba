using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EdgeAI.Tests.Conventions;

/// <summary>An assembly as it was compiled: its name and the names of those that it really uses.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="References">The names of the assemblies that its code refers to.</param>
internal sealed record CompiledAssembly(string Name, IReadOnlyList<string> References)
{
    /// <summary>Our assemblies beside the tests, but for the tests themselves.</summary>
    public static IReadOnlyList<CompiledAssembly> Ours { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "EdgeAI.*.dll").Order(StringComparer.Ordinal).Select(Read).Where(static assembly => !Rooms.TestPrograms.Contains(assembly.Name))];

    private static CompiledAssembly Read(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return new CompiledAssembly(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))]);
    }
}
