using System.Text.Json.Nodes;

namespace EdgeAI.Tests.Perception;

/// <summary>A shipped model's sequence.json: whole sequences of readings, and the probability of the second class that training computed at each decision.</summary>
internal sealed record SequenceFile(int Stride, IReadOnlyList<(double[][] Readings, double[] Probabilities)> Sequences)
{
    public static SequenceFile Of(string model)
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(Path.Combine(ShippedModels.FolderOf(model), "sequence.json")))!;
        return new SequenceFile((int)file["stride"]!, [.. file["sequences"]!.AsArray().Select(static sequence => (
            sequence!["readings"]!.AsArray().Select(static row => Numbers(row!)).ToArray(), Numbers(sequence["probabilities"]!)))]);
    }

    private static double[] Numbers(JsonNode row) => [.. row.AsArray().Select(static value => value!.GetValue<double>())];
}
