namespace EdgeAI.Runtime.Estimation;

/// <summary>What an <see cref="OrientationFilter"/> believes of its sensor. The defaults suit a consumer gyroscope and accelerometer.</summary>
public sealed record OrientationOptions
{
    /// <summary>The gyroscope's noise density, in rad/s per root hertz (0.017 deg/s per root hertz is 3e-4).</summary>
    public double GyroscopeNoise { get; init; } = 3e-4;

    /// <summary>How fast the gyroscope's bias wanders, in rad/s per root second.</summary>
    public double BiasWander { get; init; } = 2e-5;

    /// <summary>The bias at the start, in rad/s, one standard deviation per axis.</summary>
    public double InitialBias { get; init; } = 0.02;

    /// <summary>How far the accelerometer's reading is from gravity while nothing moves, in m/s^2, one standard deviation per axis.</summary>
    public double AccelerationNoise { get; init; } = 0.1;

    /// <summary>The accelerometer's own offset, in m/s^2, one standard deviation: nothing shows it, so it stands in the bound on the tilt.</summary>
    public double AccelerationBias { get; init; } = 0.05;

    /// <summary>What motion adds to the accelerometer's reading at any time, in m/s^2, one standard deviation per axis.</summary>
    public double MotionAcceleration { get; init; } = 0.5;

    /// <summary>How long the acceleration of a motion lasts, in seconds: readings closer together than this tell the same of it.</summary>
    public double MotionSeconds { get; init; } = 0.3;

    /// <summary>The sensor rests while every axis stays this close to its own mean, in rad/s.</summary>
    public double RestRate { get; init; } = 0.02;

    /// <summary>The sensor rests while every axis stays this close to its own mean, in m/s^2.</summary>
    public double RestAcceleration { get; init; } = 0.2;

    /// <summary>For how long, in seconds, until it is believed.</summary>
    public double RestSeconds { get; init; } = 1.0;

    /// <summary>A rate above this is a motion and no bias, in rad/s: slow steady turning is not taken for rest.</summary>
    public double LargestBias { get; init; } = 0.05;

    /// <summary>Readings farther apart than this start the filter anew, in seconds.</summary>
    public double LongestGap { get; init; } = 0.5;
}
