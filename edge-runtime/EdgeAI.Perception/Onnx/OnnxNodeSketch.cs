namespace EdgeAI.Perception.Onnx;

/// <summary>As much of an operation as the rules on shapes ask for.</summary>
internal sealed class OnnxNodeSketch
{
    /// <summary>The operator.</summary>
    public string Operator { get; set; } = "";

    /// <summary>What it takes.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>What it gives first.</summary>
    public string? Output { get; set; }

    /// <summary>Its attributes of integers that are short enough to be a shape.</summary>
    public Dictionary<string, long[]> Integers { get; } = new(StringComparer.Ordinal);
}
