using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeAI.Tests.Conventions;

/// <summary>The firmware of each board stays within what its packages have and what a board can run, and fits into the assemblies that it is built as.</summary>
public sealed class FirmwareTests
{
    // nanoFramework's metadata processor refuses an assembly with more byte code than 16 bits count; its byte code is a little shorter than the IL that it is made from.
    private const int MostByteCode = 60_000;

    [Theory]
    [InlineData("Esp32", "esp32-s3-hand")]
    [InlineData("Rp2350", "rp2350-wrist")]
    [InlineData("Stm32", "stm32f769i-head")]
    public void Sources_OfABoard_StayWithinItsPackages(string family, string board)
    {
        SourceFile[] own = FirmwareSources.Of(family, board);
        Assert.Contains(own, static file => file.Name == "Board.g.cs");
        Assert.Contains(own, static file => file.Name == "TargetClock.cs");
        NanoSources sources = new([.. NanoSources.Device.Files, .. own], NanoApi.Shared.With(FirmwareSources.Allowed(family)), FirmwareSources.Declarations(family));
        Findings.AssertNone(NanoSubset.Check(sources, own));
    }

    [Fact]
    public void Sources_WithoutTheirFamilysPackage_AreFound()
    {
        SourceFile[] own = FirmwareSources.Of("Esp32", "esp32-s3-hand");
        NanoSources sources = new([.. NanoSources.Device.Files, .. own], NanoApi.Shared.With(FirmwareSources.Allowed("Stm32")), FirmwareSources.Declarations("Stm32"));
        string[] found = [.. NanoSubset.Check(sources, own)];
        Assert.Contains(found, static finding => finding.Contains("Network/MqttLine.cs", StringComparison.Ordinal));
        Assert.Contains(found, static finding => finding.Contains("Storage/FileStore.cs", StringComparison.Ordinal) && finding.Contains("System.IO.FileStream", StringComparison.Ordinal));
    }

    [Fact]
    public void Declarations_OfAPackage_BelongToOneThatIsReferenced() =>
        Assert.Empty(FirmwareSources.Declared().Except(new[] { "Esp32", "Rp2350", "Stm32" }.SelectMany(FirmwareSources.Referenced)));

    [Fact]
    public void References_OfThe1xLine_AreThePackagesThatAreRestored()
    {
        string[] restored = [.. XDocument.Load(Checkout.PathOf("firmware/EdgeAI.Firmware/packages.config")).Descendants("package")
            .Select(static package => $@"packages\{package.Attribute("id")!.Value}.{package.Attribute("version")!.Value}\lib\")];
        IEnumerable<string> hints = SourceTree.PathsNamed("*.nfproj").SelectMany(static path => XDocument.Load(Checkout.PathOf(path)).Descendants())
            .Where(static item => item.Name.LocalName == "HintPath").Select(static hint => hint.Value[..(hint.Value.LastIndexOf('\\') + 1)]);
        Assert.Equal(restored.Order(StringComparer.Ordinal), hints.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parts_CompiledOneByOne_UseOnlyThoseBeforeThemAndFitAnAssembly()
    {
        List<MetadataReference> references = [.. NanoSources.Framework];
        int files = 0;
        foreach (string part in FirmwareSources.Parts)
        {
            SourceFile[] sources = FirmwareSources.Shared(part);
            files += sources.Length;
            CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);
            CSharpCompilation compilation = CSharpCompilation.Create(part, sources.Select(static file => file.Root.SyntaxTree), references, options);
            using MemoryStream assembly = new();
            Findings.AssertNone(compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(static found => found.Severity == DiagnosticSeverity.Error).Select(found => $"{part}: {found}"));
            assembly.Position = 0;
            int code = CodeBytes(assembly);
            Assert.True(code is > 1000 and <= MostByteCode, $"part {part} has {code} bytes of code, an assembly of nanoFramework holds {MostByteCode}: split it (EdgeAI.Device.projitems)");
            references.Add(compilation.ToMetadataReference());
        }

        Assert.Equal(NanoSources.Device.Files.Count, files);
    }

    private static int CodeBytes(Stream assembly)
    {
        using PEReader file = new(assembly, PEStreamOptions.LeaveOpen);
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress)
            .Where(static address => address != 0).Sum(address => file.GetMethodBody(address).Size);
    }
}
