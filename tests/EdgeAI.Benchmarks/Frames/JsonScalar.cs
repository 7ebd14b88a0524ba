namespace EdgeAI.Benchmarks.Frames;

/// <summary>One value in JSON.</summary>
internal sealed class JsonScalar : JsonReading
{
    public int Value { get; set; }

    public JsonScale Scale { get; set; } = new();
}
