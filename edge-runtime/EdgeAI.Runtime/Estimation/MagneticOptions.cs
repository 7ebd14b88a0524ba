namespace EdgeAI.Runtime.Estimation;

/// <summary>What is believed of a magnetometer and of the field that it stands in. The defaults suit a calibrated consumer chip indoors.</summary>
public sealed record MagneticOptions
{
    /// <summary>The magnetometer's noise, in tesla, one standard deviation per axis.</summary>
    public double Noise { get; init; } = 0.5e-6;

    /// <summary>What is left of its own offset after calibration (hard iron), in tesla, one standard deviation: nothing shows it, so it stands in the bound on the heading.</summary>
    public double Offset { get; init; } = 1e-6;

    /// <summary>What iron and currents nearby add at any time without being noticed, in tesla, one standard deviation per axis.</summary>
    public double Disturbance { get; init; } = 1e-6;

    /// <summary>How long such a thing lasts, in seconds: readings closer together than this tell the same of it.</summary>
    public double DisturbanceSeconds { get; init; } = 5;

    /// <summary>For how long the undisturbed field is learned at the start, in seconds; it sets the heading meanwhile.</summary>
    public double LearnSeconds { get; init; } = 1;

    /// <summary>A field is disturbed where its strength is farther from the undisturbed one's than this, as a part of it.</summary>
    public double StrengthTolerance { get; init; } = 0.06;

    /// <summary>A field is disturbed where its dip is farther from the undisturbed one's than this, beside three standard deviations of the tilt, in radians.</summary>
    public double DipTolerance { get; init; } = 0.06;

    /// <summary>A field is disturbed where the heading that it shows is farther from the estimate than so many standard deviations of both.</summary>
    public double HeadingSigmas { get; init; } = 4;

    /// <summary>A field whose level part is weaker than this, in tesla, shows no heading: beside a pole, or shielded.</summary>
    public double WeakestLevel { get; init; } = 5e-6;
}
