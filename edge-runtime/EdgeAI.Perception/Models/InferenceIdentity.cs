using System.Security.Cryptography;
using System.Text;
using EdgeAI.Perception.Sessions.Providers;

namespace EdgeAI.Perception.Models;

/// <summary>
/// All that decides what a model answers to the same input: two runs whose identities are equal can only differ in their inputs, whose digest
/// every decision carries. Said once, when a run begins.
/// </summary>
/// <param name="ModelSha256">SHA-256 of the model file, 64 hexadecimal digits.</param>
/// <param name="WeightsSha256">SHA-256 of the names and digests of the files of weights beside it; empty where there are none.</param>
/// <param name="Providers">What ran it, and what was asked for and did not.</param>
/// <param name="Options">The options as text (<see cref="ModelOptions.Describe"/>).</param>
/// <param name="Runtime">OnnxRuntime's version.</param>
public sealed record InferenceIdentity(string ModelSha256, string WeightsSha256, string Providers, string Options, string Runtime)
{
    /// <summary>SHA-256 of the options' text, 64 hexadecimal digits.</summary>
    public string OptionsSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Options)));

    internal static InferenceIdentity Of(ModelSource source, IReadOnlyList<ProviderUse> providers, ModelOptions options, string runtime)
    {
        return new InferenceIdentity(
            Convert.ToHexStringLower(source.Digest),
            source.WeightsSha256,
            string.Join(", ", providers),
            options.Describe(),
            runtime);
    }
}
