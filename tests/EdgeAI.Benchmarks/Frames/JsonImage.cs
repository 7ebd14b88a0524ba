namespace EdgeAI.Benchmarks.Frames;

/// <summary>An image in JSON.</summary>
internal sealed class JsonImage : JsonReading
{
    public int Width { get; set; }

    public int Height { get; set; }

    public JsonScale Scale { get; set; } = new();

    public short[] Samples { get; set; } = [];
}
