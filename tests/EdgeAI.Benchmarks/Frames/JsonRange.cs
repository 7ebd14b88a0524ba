namespace EdgeAI.Benchmarks.Frames;

/// <summary>A range in JSON.</summary>
internal sealed class JsonRange : JsonReading
{
    public byte Status { get; set; }

    public ushort FieldOfViewMilliradian { get; set; }

    public uint SignalStrength { get; set; }

    public JsonScale Scale { get; set; } = new();

    public int Distance { get; set; }

    public int Minimum { get; set; }

    public int Maximum { get; set; }
}
