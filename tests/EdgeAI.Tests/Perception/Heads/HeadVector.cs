using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Heads;

/// <summary>Outputs, and what the reference found in them (Vectors/reference.py).</summary>
internal sealed class HeadVector
{
    private HeadVector(JsonNode node)
    {
        Name = node["name"]!.GetValue<string>();
        Word = node["head"]!.GetValue<string>();
        Classes = node["classes"]!.GetValue<int>();
        ScoreThreshold = node["scoreThreshold"]!.GetValue<float>();
        OverlapThreshold = node["overlapThreshold"]!.GetValue<float>();
        int size = node["size"]!.GetValue<int>();
        JsonArray outputs = node["outputs"]!.AsArray();
        TensorSpec[] specs = [.. outputs.Select(static output => Graphs.Spec(output!["name"]!.GetValue<string>(), output["shape"].Deserialize<int[]>()!))];
        Outputs = TensorValues.Of(specs);
        Graph = Word == "series" ? new GraphShape([Graphs.Spec("window", 1, 9, 3)], specs) : Graphs.OfImage(size, size, specs);
        for (int index = 0; index < outputs.Count; index++)
        {
            Fill(Outputs.Values[index], outputs[index]!["runs"].Deserialize<int[]>()!, outputs[index]!["values"].Deserialize<float[]>()!);
        }

        Found = node["found"].Deserialize<float[][]>()!;
    }

    /// <summary>What it is.</summary>
    public string Name { get; }

    /// <summary>Its head's word.</summary>
    public string Word { get; }

    /// <summary>How many classes; 0 where the shapes tell.</summary>
    public int Classes { get; }

    /// <summary>The threshold that the reference used.</summary>
    public float ScoreThreshold { get; }

    /// <summary>The threshold that the reference used.</summary>
    public float OverlapThreshold { get; }

    /// <summary>Its graph.</summary>
    public GraphShape Graph { get; }

    /// <summary>Its outputs.</summary>
    public TensorValues Outputs { get; }

    /// <summary>Left, top, right, bottom, score, class, then what the head adds.</summary>
    public float[][] Found { get; }

    /// <summary>Every vector.</summary>
    public static IReadOnlyList<HeadVector> All { get; } = [.. Load("vectors-real.json"), .. Load("vectors-made-up.json")];

    /// <summary>The vector of a name.</summary>
    public static HeadVector Of(string name) => All.Single(vector => vector.Name == name);

    /// <summary>Its head, as a card with these thresholds makes it.</summary>
    public IDetectionHead MakeHead()
    {
        Assert.True(HeadTable.TryParse(Word, out HeadKind kind));
        HeadOptions options = new() { ScoreThreshold = ScoreThreshold, OverlapThreshold = OverlapThreshold, ClassCount = Classes };
        Assert.True(HeadTable.TryMake(kind, Graph, options, out IDetectionHead? head, out string problem), problem);
        return head!;
    }

    private static IEnumerable<HeadVector> Load(string file) =>
        JsonNode.Parse(File.ReadAllText(Checkout.PathOf("tests", "EdgeAI.Tests", "Perception", "Heads", "Vectors", file)))!.AsArray().Select(static node => new HeadVector(node!));

    private static void Fill(float[] values, int[] runs, float[] numbers)
    {
        int taken = 0;
        for (int run = 0; run < runs.Length; run += 2)
        {
            numbers.AsSpan(taken, runs[run + 1]).CopyTo(values.AsSpan(runs[run]));
            taken += runs[run + 1];
        }
    }
}
