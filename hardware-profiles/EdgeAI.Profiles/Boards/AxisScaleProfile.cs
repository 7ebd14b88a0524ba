namespace EdgeAI.Profiles.Boards;

/// <summary>The steps of three axes: mantissa * 10^exponent of the unit.</summary>
public sealed record AxisScaleProfile
{
    /// <summary>The decimal mantissa of one step, above 0.</summary>
    public required int ScaleMantissa { get; init; }

    /// <summary>The power of ten of one step, -18 to 18.</summary>
    public required int ScaleExponent { get; init; }

    /// <summary>The largest plausible value either way, in the unit; 0 for no limit.</summary>
    public required double Largest { get; init; }
}
