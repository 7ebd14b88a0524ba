using CsCheck;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Onnx;
using EdgeAI.Tests.Perception.Models;

namespace EdgeAI.Tests.Perception.Onnx;

/// <summary>Any bytes give a verdict: nothing is thrown, and what passes is OnnxRuntime's to judge without harm.</summary>
public sealed class OnnxScanTests
{
    [Theory]
    [InlineData(ShippedModels.Grasp)]
    [InlineData(ShippedModels.Slip)]
    [InlineData(ShippedModels.Wrench)]
    public void Scan_OfAShippedModel_FindsNothing(string name)
    {
        OnnxScan scan = OnnxScan.Of(ContentOf(name));
        Assert.Equal((OnnxFault.None, ""), (scan.Fault, scan.Reason));
        Assert.Empty(scan.Externals);
    }

    [Fact]
    public void Scan_OfAnyBytes_GivesAVerdict() =>
        Gen.Byte.Array[0, 200].Sample(static bytes => OnnxScan.Of(bytes).Fault == OnnxFault.None == (OnnxScan.Of(bytes).Reason.Length == 0), iter: 20_000);

    [Fact]
    public void Scan_OfADamagedModel_GivesAVerdict()
    {
        byte[] original = ContentOf(ShippedModels.Slip);
        Damage(original.Length).Sample(
            damage =>
            {
                OnnxScan scan = OnnxScan.Of(Damaged(original, damage));
                return scan.Fault == OnnxFault.None == (scan.Reason.Length == 0);
            },
            iter: 2000);
    }

    [Fact]
    public void Model_Damaged_IsOpenedOrRefusedInOneLineAndNeverEndsTheProcess()
    {
        byte[] original = ContentOf(ShippedModels.Slip);
        using ModelFolder folder = new([]);
        Damage(original.Length).Sample(
            damage =>
            {
                File.WriteAllBytes(folder.ModelPath, Damaged(original, damage));
                ModelRefusal refusal = Model.OpenFile(folder.ModelPath, new ModelOptions { WarmUpRuns = 1 }, out Model? model, out string problem);
                model?.Dispose();
                return refusal == ModelRefusal.None == (problem.Length == 0) && !problem.Contains('\n', StringComparison.Ordinal);
            },
            iter: 300,
            threads: 1);
    }

    // Where, and which byte stands there then; and at which eighth the file ends, if it does.
    private static Gen<((int At, byte Value)[] Changes, int Eighths)> Damage(int length) =>
        Gen.Select(Gen.Select(Gen.Int[0, length - 1], Gen.Byte).Array[1, 8], Gen.Int[1, 40]);

    private static byte[] Damaged(byte[] original, ((int At, byte Value)[] Changes, int Eighths) damage)
    {
        byte[] bytes = [.. original];
        Array.ForEach(damage.Changes, change => bytes[change.At] = change.Value);
        return damage.Eighths >= 8 ? bytes : bytes[..(bytes.Length * damage.Eighths / 8)];
    }

    private static byte[] ContentOf(string name) => File.ReadAllBytes(Path.Combine(ShippedModels.FolderOf(name), "model.onnx"));
}
