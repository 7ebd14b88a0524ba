namespace EdgeAI.Benchmarks.Frames;

/// <summary>One record of a SenML pack: a name below the base name, a unit, and a value in decimal digits, so that it is exact.</summary>
internal struct SenMlRecord
{
    public string Name;

    public string? Unit;

    public long Mantissa;

    public int Exponent;
}
