using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeAI.Perception.Heads;

namespace EdgeAI.Tests.Perception.Heads;

/// <summary>What the reference found in one picture (Vectors/reference.py): OpenCV's engine and preprocessing, decoded in Python.</summary>
internal sealed record FoundByReference(float ScoreThreshold, IReadOnlyList<Detection> Items, IReadOnlyList<float[]> Landmarks)
{
    public static FoundByReference Of(string model, string image)
    {
        JsonNode file = FileOf(model);
        float[][] rows = file["images"]!.AsArray().Single(node => node!["image"]!.GetValue<string>() == image)!["found"].Deserialize<float[][]>()!;
        return new FoundByReference(
            file["scoreThreshold"]!.GetValue<float>(),
            [.. rows.Select(static row => new Detection(row[0], row[1], row[2], row[3], row[4], (int)row[5]))],
            [.. rows.Select(static row => row[6..])]);
    }

    /// <summary>How many people every frame of vtest has, by the frame's name.</summary>
    public static IReadOnlyDictionary<string, (int Surely, int Perhaps)> PeopleOf(string model) =>
        FileOf(model)["people"].Deserialize<Dictionary<string, int[]>>()!.ToDictionary(static frame => frame.Key, static frame => (frame.Value[0], frame.Value[1]));

    /// <summary>Intersection over union.</summary>
    public static float Overlap(Detection one, Detection other)
    {
        float shared = Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left)) * Math.Max(0, Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top));
        return shared / (AreaOf(one) + AreaOf(other) - shared);
    }

    private static JsonNode FileOf(string model) =>
        JsonNode.Parse(File.ReadAllText(Checkout.PathOf("tests", "EdgeAI.Tests", "Perception", "Heads", "Vectors", $"found-{model}.json")))!;

    private static float AreaOf(Detection box) => (box.Right - box.Left) * (box.Bottom - box.Top);
}
