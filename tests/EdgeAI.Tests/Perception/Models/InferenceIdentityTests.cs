using System.Security.Cryptography;
using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions.Providers;

namespace EdgeAI.Tests.Perception.Models;

public sealed class InferenceIdentityTests
{
    [Fact]
    public void Identity_OfAModel_NamesAllThatDecidesItsAnswers()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        InferenceIdentity identity = model.Identity;
        Assert.Equal(model.Card.Sha256, identity.ModelSha256);
        Assert.Equal("", identity.WeightsSha256);
        Assert.Equal("cpu", identity.Providers);
        Assert.Equal("threads=1 arena=1 pattern=1 optimisation=all strict=1 provider:cpu", identity.Options);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity.Options))), identity.OptionsSha256);
        Assert.NotEmpty(identity.Runtime);
    }

    [Fact]
    public void Identity_AsALine_IsReadBack()
    {
        InferenceIdentity identity = new("aa", "bb", "cuda (3 operations), cpu absent (because; of that)", new ModelOptions().Describe(), "1.31.1");
        Assert.True(InferenceIdentity.TryParse(identity.ToString(), out InferenceIdentity? read));
        Assert.Equal(identity, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("model=a; weights=; runtime=1; options-sha256=00; options=x; providers=cpu")]
    [InlineData("model=a; runtime=1; weights=; options-sha256=00; options=x; providers=cpu")]
    public void Identity_OfALineThatIsNone_IsNotRead(string line) => Assert.False(InferenceIdentity.TryParse(line, out _));

    [Fact]
    public void Identity_OfAnotherRun_IsToldApartByTheFirstThingThatDiffers()
    {
        InferenceIdentity one = new("aa", "", "cpu", "threads=1", "1.31.1");
        Assert.Equal("", one.DifferenceTo(one with { }));
        Assert.Equal("model aa and bb", one.DifferenceTo(one with { ModelSha256 = "bb", Options = "threads=2" }));
        Assert.Equal("OnnxRuntime 1.31.1 and 1.32.0", one.DifferenceTo(one with { Runtime = "1.32.0" }));
        Assert.Equal("providers cpu and cuda (3 operations)", one.DifferenceTo(one with { Providers = "cuda (3 operations)" }));
        Assert.Equal("options threads=1 and threads=2", one.DifferenceTo(one with { Options = "threads=2" }));
    }

    [Fact]
    public void Options_InAnotherOrder_HaveTheSameText()
    {
        ModelOptions one = new()
        {
            Shapes = new Dictionary<string, int[]> { ["b"] = [1], ["a"] = [2, 3] },
            Providers = [new ProviderRequest(ExecutionProvider.Cuda) { Options = new Dictionary<string, string> { ["z"] = "1", ["a"] = "2" } }],
        };
        ModelOptions other = one with
        {
            Shapes = new Dictionary<string, int[]> { ["a"] = [2, 3], ["b"] = [1] },
            Providers = [new ProviderRequest(ExecutionProvider.Cuda) { Options = new Dictionary<string, string> { ["a"] = "2", ["z"] = "1" } }],
        };
        Assert.Equal("threads=1 arena=1 pattern=1 optimisation=all strict=1 shape:a=[2,3] shape:b=[1] provider:cuda,a=2,z=1", one.Describe());
        Assert.Equal(one.Describe(), other.Describe());
    }
}
