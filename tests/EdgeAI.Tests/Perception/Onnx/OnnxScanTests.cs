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

    private static OnnxMessage Hidden => new OnnxMessage().Integer(1, 4).Integer(2, 1).Text(8, "w").Message(13, Entry("location", "/etc/hostname"));

    /// <summary>Files in which protobuf sees weights outside the file where a simpler reader sees none, or other ones.</summary>
    public static TheoryData<string, byte[]> ReadInTwoWays => new()
    {
        { "a value twice", ModelOf(Plain("w").Integer(14, 1).Message(13, new OnnxMessage().Text(1, "location").Text(2, "w.bin").Text(2, "/etc/hostname"))) },
        { "a key twice", ModelOf(Plain("w").Integer(14, 1).Message(13, Entry("location", "w.bin")).Message(13, new OnnxMessage().Text(1, "x").Text(1, "location").Text(2, "/etc/hostname"))) },
        { "an entry twice", ModelOf(Plain("w").Integer(14, 1).Message(13, Entry("location", "w.bin")).Message(13, Entry("location", "/etc/hostname"))) },
        { "a place twice", ModelOf(Hidden.Integer(14, 1).Bytes(14, [0])) },
        { "seventeen entries", ModelOf(Enumerable.Range(0, 17).Aggregate(Plain("w").Integer(14, 1).Message(13, Entry("location", "w.bin")), static (tensor, index) => tensor.Message(13, Entry($"k{index}", "")))) },
        { "an attribute's constant twice", InAttribute(new OnnxMessage().Text(1, "value").Message(5, Plain("w")).Message(5, new OnnxMessage().Integer(14, 1))) },
        { "a long key", new OnnxMessage().Integer(1, 8).Message(7, new OnnxMessage().LongKey(5, Hidden.Integer(14, 1))).ToArray() },
        { "two graphs", new OnnxMessage().Message(7, new OnnxMessage().Text(2, "a")).Message(7, new OnnxMessage().Text(2, "b")).ToArray() },
    };

    [Theory]
    [MemberData(nameof(ReadInTwoWays))]
    public void Scan_OfWhatProtobufReadsOtherwise_RefusesIt(string what, byte[] model)
    {
        Assert.NotEmpty(what);
        Assert.NotEqual(OnnxFault.None, OnnxScan.Of(model).Fault);
    }

    [Fact]
    public void Scan_OfAPlaceBeyond32Bits_SeesTheWeightsOutsideAsProtobufDoes()
    {
        OnnxScan scan = OnnxScan.Of(ModelOf(Hidden.Integer(14, (1L << 32) + 1)));
        Assert.Equal("/etc/hostname", Assert.Single(scan.Externals).Location);
    }

    [Fact]
    public void Scan_OfAFunctionsDefault_SeesItsWeights()
    {
        OnnxMessage function = new OnnxMessage().Text(1, "f").Message(11, new OnnxMessage().Text(1, "a").Message(5, Hidden.Integer(14, 1)));
        OnnxScan scan = OnnxScan.Of(new OnnxMessage().Message(7, new OnnxMessage().Text(2, "g")).Message(25, function).ToArray());
        Assert.Equal("/etc/hostname", Assert.Single(scan.Externals).Location);
    }

    [Fact]
    public void Scan_OfAPackedRowOfMillions_KeepsNoneOfThem()
    {
        byte[] model = InAttribute(new OnnxMessage().Text(1, "shape").Bytes(8, new byte[8 << 20]));
        Assert.Equal(OnnxFault.None, OnnxScan.Of(model).Fault);
        Assert.InRange(Allocation.Of(() => OnnxScan.Of(model), calls: 3, warmUpCalls: 1), 0, 100_000);
    }

    [Fact]
    public void Scan_OfANameThatIsNone_RefusesInOneShortLine()
    {
        OnnxScan scan = OnnxScan.Of(ModelOf(new OnnxMessage().Integer(1, 1L << 40).Integer(2, 1).Text(8, "a\nb" + new string('c', 10_000))));
        Assert.Equal(OnnxFault.AbsurdShape, scan.Fault);
        Assert.StartsWith($"the constant 'a?b{new string('c', 77)}...' ", scan.Reason, StringComparison.Ordinal);
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

    private static OnnxMessage Entry(string key, string value) => new OnnxMessage().Text(1, key).Text(2, value);

    private static OnnxMessage Plain(string name) => new OnnxMessage().Integer(1, 4).Integer(2, 1).Text(8, name).Bytes(9, new byte[16]);

    private static byte[] ModelOf(OnnxMessage constant) => new OnnxMessage().Integer(1, 8).Message(7, new OnnxMessage().Text(2, "g").Message(5, constant)).ToArray();

    private static byte[] InAttribute(OnnxMessage attribute) => new OnnxMessage().Integer(1, 8)
        .Message(7, new OnnxMessage().Text(2, "g").Message(1, MadeModel.NodeOf("Constant", [], ["c"], attribute))).ToArray();

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
