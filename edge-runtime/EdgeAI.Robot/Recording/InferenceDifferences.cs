using EdgeAI.Perception.Models;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Robot.Recording;

/// <summary>Where the models of two recordings, or what they ran on, differ: the first thing to know of two decisions that differ.</summary>
internal static class InferenceDifferences
{
    /// <summary>A line for each model that differs.</summary>
    public static IEnumerable<string> Of(McapReader left, McapReader right)
    {
        IReadOnlyDictionary<string, string> one = FactsOf(left);
        IReadOnlyDictionary<string, string> other = FactsOf(right);
        foreach (string name in one.Keys.Union(other.Keys).Order(StringComparer.Ordinal))
        {
            if (!one.TryGetValue(name, out string? mine) || !other.TryGetValue(name, out string? others))
            {
                yield return $"model '{name}': only the {(other.ContainsKey(name) ? "second" : "first")} recording has it";
            }
            else if (mine != others)
            {
                bool areRead = InferenceIdentity.TryParse(mine, out InferenceIdentity? first) & InferenceIdentity.TryParse(others, out InferenceIdentity? second);
                yield return $"model '{name}': {(areRead ? first!.DifferenceTo(second!) : $"{mine} and {others}")}";
            }
        }
    }

    private static IReadOnlyDictionary<string, string> FactsOf(McapReader reader) =>
        reader.Metadata.FirstOrDefault(static index => index.Name == RecordingNames.Inference) is { } index && reader.TryRead(index, out McapMetadata? metadata)
            ? metadata.Values
            : new Dictionary<string, string>();
}
