namespace EdgeAI.Benchmarks.Frames;

/// <summary>A scale in JSON.</summary>
internal sealed class JsonScale
{
    public int Mantissa { get; set; }

    public sbyte Exponent { get; set; }

    public byte Unit { get; set; }
}
