namespace EdgeAI.Benchmarks.Frames;

/// <summary>A force in JSON.</summary>
internal sealed class JsonForce : JsonReading
{
    public int RawCount { get; set; }

    public int Value { get; set; }

    public JsonScale Scale { get; set; } = new();
}
