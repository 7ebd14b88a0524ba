using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EdgeAI.Perception.Models;
using EdgeAI.Tests.Perception.Onnx;
using EdgeAI.Tests.Perception.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Models;

/// <summary>Weights outside the model's file: from its folder they are taken, from elsewhere never.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private const string Mend = "keep the weights that the model names in its own folder, or save it as one file";

    private readonly ModelFolder _folder = new([]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("deep/weights.bin")]
    public void Weights_InTheFolder_AreTakenAndBelongToTheIdentity(string location)
    {
        WriteWeights(location);
        WriteModel(location, 8, 16);
        using Model model = _folder.Open();
        new float[] { 1, 1, 1, 1 }.CopyTo(model.Session.Input<float>(0));
        model.Session.Run();
        Assert.Equal([3, 4, 5, 6], model.Session.Output(0).ToArray());
        string weights = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder.Root, location))));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{location} {weights}"))), model.Identity.WeightsSha256);
    }

    [Fact]
    public void Weights_ExchangedWhileTheModelIsOpened_AreRefused()
    {
        WriteWeights("weights.bin");
        WriteModel("weights.bin", 8, 16);
        string path = Path.Combine(_folder.Root, "weights.bin");
        FakeProviders fake = new() { BeforeStart = () => File.WriteAllBytes(path, [.. new byte[8], .. MemoryMarshal.AsBytes(new float[] { 9, 9, 9, 9 }.AsSpan())]) };
        Assert.Equal(ModelRefusal.ExternalData, _folder.Refuse(out string problem, new ModelOptions { Backend = fake }));
        Assert.Equal($"{_folder.ModelPath}: the weights in 'weights.bin' changed while the model was opened: open it again when nobody writes to its folder", problem);
    }

    [Theory]
    [InlineData("/etc/hostname", "lie at no place in the model's folder")]
    [InlineData("../weights.bin", "lie at no place in the model's folder")]
    [InlineData("deep/../../weights.bin", "lie at no place in the model's folder")]
    [InlineData("deep//weights.bin", "lie at no place in the model's folder")]
    [InlineData("..\\weights.bin", "lie at no place in the model's folder")]
    [InlineData("", "lie at no place in the model's folder")]
    [InlineData(".", "are not there")]
    [InlineData("absent.bin", "are not there")]
    [InlineData("link.bin", "lie behind a link, which may lead anywhere")]
    [InlineData("way/weights.bin", "lie behind a link, which may lead anywhere")]
    [InlineData("empty.bin", "are empty")]
    public void Weights_AnywhereElse_AreRefusedNamingThePlace(string location, string fault)
    {
        WriteWeights("deep/weights.bin");
        File.WriteAllBytes(Path.Combine(_folder.Root, "empty.bin"), []);
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "link.bin"), "/etc/hostname");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "way"), Path.Combine(_folder.Root, "deep"));
        WriteModel(location, 8, 16);
        Assert.Equal(ModelRefusal.ExternalData, _folder.Refuse(out string problem));
        Assert.Equal($"{_folder.ModelPath}: the weights of 'w' in '{location}' {fault}: {Mend}", problem);
    }

    [Theory]
    [InlineData("12", "16", "end at byte 28 where the file has 24")]
    [InlineData("9223372036854775807", "16", "end at byte 9223372036854775823 where the file has 24")]
    [InlineData("8", "9223372036854775807", "are 9223372036854775807 bytes where their shape needs 16")]
    [InlineData("8", "12", "are 12 bytes where their shape needs 16")]
    [InlineData("12", null, "end at byte 28 where the file has 24")]
    public void Weights_ThatLieAboutTheirLength_AreRefusedNamingBoth(string offset, string? length, string fault)
    {
        WriteWeights("weights.bin");
        WriteModel("weights.bin", [("offset", offset), .. length is null ? [] : new[] { ("length", length) }]);
        Assert.Equal(ModelRefusal.ExternalData, _folder.Refuse(out string problem));
        Assert.Equal($"{_folder.ModelPath}: the weights of 'w' in 'weights.bin' {fault}: {Mend}", problem);
    }

    [Theory]
    [InlineData("-8")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public void Weights_AtNoNumber_AreRefused(string offset)
    {
        WriteWeights("weights.bin");
        WriteModel("weights.bin", [("offset", offset)]);
        Assert.Equal(ModelRefusal.AbsurdShape, _folder.Refuse(out string problem));
        Assert.Contains("the constant 'w' lies outside the file at no place that can be read", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_ThatMakeTheModelTooLarge_AreRefused()
    {
        WriteWeights("weights.bin");
        WriteModel("weights.bin", 8, 16);
        long bytes = new FileInfo(_folder.ModelPath).Length;
        Assert.Equal(ModelRefusal.ExternalData, _folder.Refuse(out string problem, new ModelOptions { MaxFileBytes = bytes + 23 }));
        Assert.Contains("make the model larger than allowed by 1 bytes", problem, StringComparison.Ordinal);
    }

    private void WriteWeights(string location)
    {
        string path = Path.Combine(_folder.Root, location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [.. new byte[8], .. MemoryMarshal.AsBytes(new float[] { 2, 3, 4, 5 }.AsSpan())]);
    }

    private void WriteModel(string location, long offset, long length) =>
        WriteModel(location, [("offset", offset.ToString(CultureInfo.InvariantCulture)), ("length", length.ToString(CultureInfo.InvariantCulture))]);

    private void WriteModel(string location, (string, string)[] place) => File.WriteAllBytes(
        _folder.ModelPath,
        new MadeModel().Input("x", TensorElementType.Float, 4).Constant(MadeModel.Outside("w", [4], [("location", location), .. place]))
            .Output("y", TensorElementType.Float, 4).Node("Add", ["x", "w"], ["y"]).ToArray());
}
