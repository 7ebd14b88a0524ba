namespace EdgeAI.Runtime.Estimation;

/// <summary>How an <see cref="ExternalTorqueStage"/> follows.</summary>
public sealed record ExternalTorqueOptions
{
    /// <summary>How fast the estimate follows, in 1/s: it reaches 63 % of a step after one over this, and noise grows with it.</summary>
    public double GainPerSecond { get; init; } = 50;

    /// <summary>Gravity in the base's directions, in m/s^2.</summary>
    public Vector Gravity { get; init; } = new(0, 0, -OrientationFilter.Gravity);

    /// <summary>States farther apart than this start the observer anew, in seconds.</summary>
    public double LongestGap { get; init; } = 0.1;
}
