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

    /// <summary>Names the first thing in which this differs from another run; empty where nothing does.</summary>
    /// <param name="other">The other run's identity.</param>
    public string DifferenceTo(InferenceIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (string Name, string Mine, string Others)[] parts =
        [
            ("model", ModelSha256, other.ModelSha256), ("weights", WeightsSha256, other.WeightsSha256), ("OnnxRuntime", Runtime, other.Runtime),
            ("providers", Providers, other.Providers), ("options", Options, other.Options),
        ];
        return parts.Where(static part => part.Mine != part.Others).Select(static part => $"{part.Name} {part.Mine} and {part.Others}").FirstOrDefault() ?? "";
    }

    /// <summary>The identity as one line that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        $"model={ModelSha256}; weights={WeightsSha256}; runtime={Runtime}; options-sha256={OptionsSha256}; options={Options}; providers={Providers}";

    /// <summary>Reads a line of <see cref="ToString"/>; false where it is none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="identity">What it says, or null.</param>
    public static bool TryParse(string line, out InferenceIdentity? identity)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] names = ["model=", "weights=", "runtime=", "options-sha256=", "options=", "providers="];
        string[] parts = line.Split("; ", names.Length);
        bool isLine = parts.Length == names.Length && parts.Zip(names).All(static pair => pair.First.StartsWith(pair.Second, StringComparison.Ordinal));
        identity = null;
        if (!isLine)
        {
            return false;
        }

        string[] values = [.. parts.Zip(names, static (part, name) => part[name.Length..])];
        InferenceIdentity read = new(values[0], values[1], values[5], values[4], values[2]);
        identity = read.OptionsSha256 == values[3] ? read : null;
        return identity is not null;
    }

    internal static InferenceIdentity Of(ModelSource source, IReadOnlyList<ProviderUse> providers, ModelOptions options, string runtime)
    {
        string weights = string.Join('\n', source.Externals.Select(static file => $"{file.Location} {file.Sha256}"));
        return new InferenceIdentity(
            Convert.ToHexStringLower(source.Digest),
            weights.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(weights))),
            string.Join(", ", providers),
            options.Describe(),
            runtime);
    }
}
