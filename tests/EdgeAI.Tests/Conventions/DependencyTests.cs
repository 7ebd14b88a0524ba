using System.Xml.Linq;

namespace EdgeAI.Tests.Conventions;

/// <summary>Dependencies point one way, and every package has its place: held on what the compiler wrote and on what the projects ask for.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void CompiledAssemblies_ReferenceOnlyWhatTheirRoomMay() => Findings.AssertNone(CompiledAssembly.Ours.SelectMany(Check));

    [Fact]
    public void CompiledAssemblies_AreAllOfTheRooms() =>
        Assert.Equal(Rooms.All.Select(static room => room.Name).Order(), CompiledAssembly.Ours.Select(static assembly => assembly.Name).Order());

    [Fact]
    public void Projects_AskOnlyForWhatTheirRoomMay() => Findings.AssertNone(SourceTree.Projects
        .Where(static path => !path.StartsWith("tests/", StringComparison.Ordinal))
        .SelectMany(static path => CheckProject(path, XDocument.Load(Checkout.PathOf(path)))));

    [Theory]
    [InlineData("EdgeAI.Device", "EdgeAI.Runtime", "EdgeAI.Device uses EdgeAI.Runtime; dependencies point one way, and this one points back")]
    [InlineData("EdgeAI.Runtime", "EdgeAI.Profiles", "EdgeAI.Runtime uses EdgeAI.Profiles; dependencies point one way, and this one points back")]
    [InlineData("EdgeAI.Robot", "Microsoft.ML.OnnxRuntime", "EdgeAI.Robot uses Microsoft.ML.OnnxRuntime, whose place is EdgeAI.Perception")]
    [InlineData("EdgeAI.Robot", "MQTTnet.Server", "EdgeAI.Robot uses MQTTnet.Server, whose place is EdgeAI.Gateway")]
    [InlineData("EdgeAI.Runtime", "MQTTnet.Server", "EdgeAI.Runtime uses MQTTnet.Server, whose place is EdgeAI.Gateway")]
    [InlineData("EdgeAI.Perception", "MQTTnet", "EdgeAI.Perception uses MQTTnet, whose place is EdgeAI.Runtime, EdgeAI.Gateway, EdgeAI.City, EdgeAI.Robot")]
    [InlineData("EdgeAI.Records", "Microsoft.Data.Sqlite", "EdgeAI.Records uses Microsoft.Data.Sqlite, whose place is EdgeAI.Gateway")]
    [InlineData("EdgeAI.Runtime", "Microsoft.AspNetCore.Http", "EdgeAI.Runtime uses Microsoft.AspNetCore.Http, whose place is EdgeAI.Gateway, EdgeAI.City, EdgeAI.Robot")]
    [InlineData("EdgeAI.City", "EdgeAI.Gateway", "EdgeAI.City uses EdgeAI.Gateway; dependencies point one way, and this one points back")]
    [InlineData("EdgeAI.Gateway", "Npgsql", "EdgeAI.Gateway uses Npgsql, whose place is EdgeAI.City")]
    [InlineData("EdgeAI.Profiles", "NJsonSchema", "EdgeAI.Profiles uses NJsonSchema, and this room takes no package")]
    [InlineData("EdgeAI.Attic", "System.Runtime", "EdgeAI.Attic has no row in Conventions/Rooms.cs; say there which way it may look")]
    public void Check_ForbiddenReference_IsFound(string assembly, string reference, string expected) =>
        Assert.Equal([expected], Check(new CompiledAssembly(assembly, [reference])));

    [Theory]
    [InlineData("EdgeAI.Robot", "EdgeAI.SimulatedBoard")]
    [InlineData("EdgeAI.Gateway", "MQTTnet.Server")]
    [InlineData("EdgeAI.Profiles", "System.Text.Json")]
    [InlineData("EdgeAI.Gateway", "MQTTnet")]
    public void Check_AllowedReference_IsPassed(string assembly, string reference) => Assert.Empty(Check(new CompiledAssembly(assembly, [reference])));

    [Fact]
    public void CheckProject_ForbiddenRequest_IsFound()
    {
        XDocument project = XDocument.Parse("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <ItemGroup>
                <PackageReference Include="ZstdSharp.Port" />
                <ProjectReference Include="..\..\gateway\EdgeAI.Records\EdgeAI.Records.csproj" />
                <ProjectReference Include="../EdgeAI.Robot/EdgeAI.Robot.csproj" />
              </ItemGroup>
            </Project>
            """);
        Assert.Equal(
            [
                "EdgeAI.Perception uses Microsoft.AspNetCore, whose place is EdgeAI.Gateway, EdgeAI.City, EdgeAI.Robot",
                "EdgeAI.Perception uses ZstdSharp.Port, whose place is EdgeAI.Runtime, EdgeAI.Records",
                "EdgeAI.Perception uses EdgeAI.Records; dependencies point one way, and this one points back",
                "EdgeAI.Perception uses EdgeAI.Robot; dependencies point one way, and this one points back",
            ],
            CheckProject("edge-runtime/EdgeAI.Perception/EdgeAI.Perception.csproj", project));
    }

    private static IEnumerable<string> CheckProject(string path, XDocument project)
    {
        IEnumerable<string> sdk = project.Root!.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore"] : [];
        IEnumerable<string> references = project.Descendants()
            .Where(static item => item.Name.LocalName is "PackageReference" or "FrameworkReference" or "ProjectReference")
            .Select(static item => (item.Attribute("Include")?.Value ?? "").Replace('\\', '/'))
            .Select(static include => include.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(include) : include);
        return Check(new CompiledAssembly(Path.GetFileNameWithoutExtension(path), [.. sdk, .. references]));
    }

    private static IEnumerable<string> Check(CompiledAssembly assembly)
    {
        if (Rooms.All.FirstOrDefault(room => room.Name == assembly.Name) is not { } room)
        {
            return [$"{assembly.Name} has no row in Conventions/Rooms.cs; say there which way it may look"];
        }

        return assembly.References.SelectMany(reference => CheckReference(room, reference));
    }

    private static IEnumerable<string> CheckReference(Room room, string reference)
    {
        if (reference.StartsWith("EdgeAI.", StringComparison.Ordinal))
        {
            if (!room.Rooms.Contains(reference))
            {
                yield return $"{room.Name} uses {reference}; dependencies point one way, and this one points back";
            }
        }
        else if (Rooms.PlacedPackages.FirstOrDefault(package => reference.StartsWith(package, StringComparison.Ordinal)) is { } placed)
        {
            if (!room.Packages.Contains(placed))
            {
                yield return $"{room.Name} uses {reference}, whose place is {string.Join(", ", Rooms.All.Where(other => other.Packages.Contains(placed)).Select(static other => other.Name))}";
            }
        }
        else if (Rooms.WithoutPackages.Contains(room.Name) && !IsDotNet(reference))
        {
            yield return $"{room.Name} uses {reference}, and this room takes no package";
        }
    }

    private static bool IsDotNet(string reference) =>
        reference.StartsWith("System.", StringComparison.Ordinal) || reference is "System" or "netstandard" or "mscorlib" or "Microsoft.Win32.Primitives";
}
