namespace EdgeAI.Benchmarks.Frames;

/// <summary>What a frame says, as one would say it in JSON: the same fields, one array of values.</summary>
internal sealed class JsonReading
{
    public string Type { get; set; } = "";

    public byte Flags { get; set; }

    public byte Stream { get; set; }

    public ushort Board { get; set; }

    public ushort Boot { get; set; }

    public long Sequence { get; set; }

    public long TimeMicroseconds { get; set; }

    public uint UncertaintyMicroseconds { get; set; }

    public int Mantissa { get; set; }

    public sbyte Exponent { get; set; }

    public byte Unit { get; set; }

    public int Width { get; set; }

    public int Height { get; set; }

    public short[] Values { get; set; } = [];
}
