namespace EdgeAI.Runtime.Estimation;

/// <summary>Says when a sensor rests: for a while every axis has stayed close to its own running mean, and the mean rate could be a bias.</summary>
/// <param name="options">How close, and for how long.</param>
internal sealed class RestDetector(OrientationOptions options)
{
    // The running means follow over this long: slow enough to show a motion, fast enough to follow a drifting bias.
    private const double MeanSeconds = 0.5;

    private Vector _meanRate;
    private Vector _meanAcceleration;
    private double _still;
    private bool _any;

    /// <summary>Whether the sensor rests.</summary>
    public bool IsAtRest => _still >= options.RestSeconds;

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        _any = false;
        _still = 0;
    }

    /// <summary>Takes one reading.</summary>
    /// <param name="rate">In rad/s.</param>
    /// <param name="acceleration">In m/s^2.</param>
    /// <param name="seconds">Since the one before.</param>
    public void Take(Vector rate, Vector acceleration, double seconds)
    {
        if (!_any)
        {
            _any = true;
            (_meanRate, _meanAcceleration) = (rate, acceleration);
            return;
        }

        double share = seconds / (MeanSeconds + seconds);
        Vector rateOff = rate - _meanRate;
        Vector accelerationOff = acceleration - _meanAcceleration;
        _meanRate += share * rateOff;
        _meanAcceleration += share * accelerationOff;
        bool isStill = Largest(rateOff) < options.RestRate && Largest(accelerationOff) < options.RestAcceleration && Largest(_meanRate) < options.LargestBias;
        _still = isStill ? _still + seconds : 0;
    }

    private static double Largest(Vector vector) => Math.Max(Math.Abs(vector.X), Math.Max(Math.Abs(vector.Y), Math.Abs(vector.Z)));
}
