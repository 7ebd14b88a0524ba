namespace EdgeAI.Profiles.Boards;

/// <summary>What a bridge's counts are worth: value = (count - <see cref="TareCounts"/>) * mantissa * 10^exponent, in <see cref="Unit"/>.</summary>
public sealed record CalibrationProfile
{
    /// <summary>The decimal mantissa of one count's worth; never 0, negative where the bridge is wired the other way round.</summary>
    public required int ScaleMantissa { get; init; }

    /// <summary>The power of ten of one count's worth, -18 to 18.</summary>
    public required int ScaleExponent { get; init; }

    /// <summary>The unit of the scaled value.</summary>
    public required CalibrationUnit Unit { get; init; }

    /// <summary>The count at no load, in counts of the 24-bit converter.</summary>
    public required int TareCounts { get; init; }
}
