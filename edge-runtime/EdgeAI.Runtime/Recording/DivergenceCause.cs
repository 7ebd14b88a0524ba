using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Runtime.Recording;

/// <summary>Says why two decisions differ, as far as their recordings tell: another input, model or provider, other options, another OnnxRuntime, another build.</summary>
internal sealed class DivergenceCause
{
    private static readonly (string Field, string Cause)[] Origins =
    [
        ("input_sha256", "another input: what was sensed, or what came before this stage, differs"),
        ("model_sha256", "another model"),
        ("provider", "another execution provider"),
    ];

    private readonly List<string> _runs = [];

    /// <summary>Holds against each other what two recordings say of their runs.</summary>
    public DivergenceCause(McapReader left, McapReader right)
    {
        IReadOnlyDictionary<string, string> mine = FactsOf(left, RecordingNames.Sessions);
        IReadOnlyDictionary<string, string> theirs = FactsOf(right, RecordingNames.Sessions);
        foreach (string model in mine.Keys.Intersect(theirs.Keys).Where(model => mine[model] != theirs[model]).Order(StringComparer.Ordinal))
        {
            Dictionary<string, string> other = Split(theirs[model]);
            _runs.AddRange(Split(mine[model])
                .Where(fact => other.GetValueOrDefault(fact.Key) != fact.Value)
                .Select(fact => $"another {fact.Key} of the model '{model}': {fact.Value} | {other.GetValueOrDefault(fact.Key, "not told")}"));
        }

        string build = FactsOf(left, RecordingNames.Robot).GetValueOrDefault(RecordingNames.Build, "not told");
        string otherBuild = FactsOf(right, RecordingNames.Robot).GetValueOrDefault(RecordingNames.Build, "not told");
        if (build != otherBuild)
        {
            _runs.Add($"another build: {build} | {otherBuild}");
        }
    }

    /// <summary>The lines for two decisions that differ: which of their origins are the same, and what the cause is.</summary>
    public IEnumerable<string> Lines(IReadOnlyList<CdrDifference> differences)
    {
        string[] causes = [.. Origins.Where(origin => differences.Any(difference => difference.Path == origin.Field)).Select(static origin => origin.Cause)];
        foreach ((string field, string _) in Origins.Where(origin => differences.All(difference => difference.Path != origin.Field)))
        {
            yield return $"{field}: the same";
        }

        foreach (string cause in causes.Length > 0 ? causes : _runs.Count > 0 ? [.. _runs] : (string[])["none that is told: the same model on the same provider with the same options answered the same input otherwise; is it another machine?"])
        {
            yield return $"cause: {cause}";
        }
    }

    /// <summary>The facts of a recording that go by a name; none where it has none.</summary>
    private static IReadOnlyDictionary<string, string> FactsOf(McapReader reader, string name) =>
        reader.Metadata.FirstOrDefault(index => index.Name == name) is { } found && reader.TryRead(found, out McapMetadata? metadata) ? metadata.Values : new Dictionary<string, string>();

    private static Dictionary<string, string> Split(string facts) => facts.Split("; ", StringSplitOptions.RemoveEmptyEntries)
        .Select(static fact => fact.Split(' ', 2))
        .DistinctBy(static parts => parts[0])
        .ToDictionary(static parts => parts[0], static parts => parts.Length > 1 ? parts[1] : "", StringComparer.Ordinal);
}
