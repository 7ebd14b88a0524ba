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
