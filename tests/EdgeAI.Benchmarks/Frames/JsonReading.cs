namespace EdgeAI.Benchmarks.Frames;

/// <summary>What every frame says, as one would say it in JSON, under the names of its header.</summary>
internal abstract class JsonReading
{
    public string Type { get; set; } = "";

    public byte Flags { get; set; }

    public byte Stream { get; set; }

    public ushort Board { get; set; }

    public ushort Boot { get; set; }

    public long Sequence { get; set; }

    public long TimeMicroseconds { get; set; }

    public uint UncertaintyMicroseconds { get; set; }
}
