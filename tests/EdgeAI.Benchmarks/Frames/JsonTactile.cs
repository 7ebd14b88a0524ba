namespace EdgeAI.Benchmarks.Frames;

/// <summary>Taxels in JSON.</summary>
internal sealed class JsonTactile : JsonReading
{
    public int TaxelCount { get; set; }

    public int Components { get; set; }

    public JsonScale Scale { get; set; } = new();

    public short[] Values { get; set; } = [];
}
