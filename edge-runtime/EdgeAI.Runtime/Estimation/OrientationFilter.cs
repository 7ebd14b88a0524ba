namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Orientation and gyroscope bias from angular rate and acceleration: an error-state Kalman filter (Markley, "Attitude Error
/// Representations for Kalman Filtering", 2003) whose errors are told in the sensor's directions. Gravity corrects the tilt. What nothing
/// observes, the heading, starts at 0 (unless a <see cref="HeadingCorrection"/> shows it) and drifts with the bias about the vertical, which only rest shows; the filter's own
/// <see cref="HeadingSigma"/> says by how much. The world is z up (REP-103), its heading that of the start.
/// Allocates nothing after construction.
/// </summary>
public sealed class OrientationFilter
{
    /// <summary>Standard gravity, in m/s^2 (CODATA: 9.80665 exactly).</summary>
    public const double Gravity = 9.80665;

    // 2 pi in a sidereal day of 86164 s, in rad/s.
    private const double EarthRate = 7.29e-5;

    private static readonly Vector Up = new(0, 0, 1);

    private readonly OrientationOptions _options;
    private readonly ErrorCovariance _covariance = new();
    private readonly RestDetector _rest;
    private readonly double[] _h = new double[ErrorCovariance.Size];
    private readonly double[] _corrections = new double[ErrorCovariance.Size];
    private Vector? _rate;
    private double _headingFloor;
    private bool _isNorthUnknown;

    /// <summary>Makes a filter that has seen nothing.</summary>
    public OrientationFilter(OrientationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _rest = new RestDetector(options);
    }

    /// <summary>Whether there is an orientation.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Takes the sensor's directions to the world's.</summary>
    public Rotation Orientation { get; private set; } = Rotation.None;

    /// <summary>The gyroscope's bias in the sensor's directions, in rad/s.</summary>
    public Vector Bias { get; private set; }

    /// <summary>Whether the sensor rests.</summary>
    public bool IsAtRest => _rest.IsAtRest;

    /// <summary>One standard deviation of the tilt, about the worse of the two level axes, in radians, as far as the options hold.</summary>
    public double TiltSigma { get; private set; }

    /// <summary>One standard deviation of the heading, in radians, as far as the options hold: since the start, or from north where something shows it.</summary>
    public double HeadingSigma { get; private set; }

    private Vector UpInSensor => Orientation.Inverse.Turn(Up);

    /// <summary>Forgets everything.</summary>
    public void Reset() => HasStarted = false;

    /// <summary>Starts from one acceleration, taken for gravity; false where it has no direction.</summary>
    /// <param name="acceleration">In the sensor's directions, gravity included (up at rest), in m/s^2.</param>
    public bool TryStart(Vector acceleration)
    {
        if (acceleration.Length < Gravity / 2)
        {
            return false;
        }

        Orientation = Rotation.Between(acceleration, Up);
        Bias = default;
        _rate = null;
        double tilt = (Square(_options.AccelerationNoise) + Square(_options.MotionAcceleration)) / Square(Gravity);
        _covariance.Reset(UpInSensor, tilt, Square(_options.InitialBias));
        _rest.Reset();
        _headingFloor = 0;
        _isNorthUnknown = false;
        HasStarted = true;
        JudgeItself();
        return true;
    }

    /// <summary>Takes one reading.</summary>
    /// <param name="rate">The angular rate in the sensor's directions, in rad/s.</param>
    /// <param name="acceleration">The acceleration in the sensor's directions, gravity included, in m/s^2.</param>
    /// <param name="seconds">Since the reading before, above 0.</param>
    public void Take(Vector rate, Vector acceleration, double seconds)
    {
        // Between two readings the rate is taken to go straight from the one to the other.
        Vector turn = seconds * ((0.5 * (rate + (_rate ?? rate))) - Bias);
        _rate = rate;
        Orientation = Orientation.After(Rotation.By(turn));
        _covariance.Predict(turn, seconds, Square(_options.GyroscopeNoise) * seconds, Square(_options.BiasWander) * seconds);
        _rest.Take(rate, acceleration, seconds);
        Array.Clear(_corrections);
        TakeGravity(acceleration, seconds);
        if (IsAtRest)
        {
            TakeRest(rate, seconds);
        }

        Orientation = Orientation.After(Rotation.By(new Vector(_corrections[0], _corrections[1], _corrections[2])));
        Bias += new Vector(_corrections[3], _corrections[4], _corrections[5]);
        JudgeItself();
    }

    /// <summary>The heading is not that of the start but north's, and not known yet.</summary>
    public void ForgetHeading()
    {
        _isNorthUnknown = true;
        JudgeItself();
    }

    /// <summary>Takes in by how much the heading is off. Only the heading is corrected, and the bias about the vertical.</summary>
    /// <param name="off">By how much the estimate is turned too little about the vertical, in radians.</param>
    /// <param name="variance">The variance of that, in rad^2, as far as time takes it away.</param>
    /// <param name="repeats">How many such readings count as one.</param>
    /// <param name="floor">The variance of what is the same in all of them, in rad^2.</param>
    /// <param name="sigmas">It is left out where it is farther off than so many standard deviations.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TakeHeading(double off, double variance, double repeats, double floor, double sigmas)
    {
        Vector up = UpInSensor;
        double own = Math.Max(0, _covariance.AttitudeBetween(up, up));
        if (!_isNorthUnknown && off * off > sigmas * sigmas * (own + variance + floor))
        {
            return false;
        }

        _headingFloor = floor;
        if (_isNorthUnknown)
        {
            _isNorthUnknown = false;
            Orientation = Rotation.By(off * Up).After(Orientation);
            _covariance.ResetHeading(UpInSensor, variance);
        }
        else
        {
            Array.Clear(_corrections);
            _covariance.UpdateHeading(up, off, repeats * variance, _corrections);
            Orientation = Orientation.After(Rotation.By(new Vector(_corrections[0], _corrections[1], _corrections[2])));
            Bias += new Vector(_corrections[3], _corrections[4], _corrections[5]);
        }

        JudgeItself();
        return true;
    }

    /// <summary>What is measured is gravity as it should be and the errors across it, and whatever accelerates the sensor.</summary>
    private void TakeGravity(Vector acceleration, double seconds)
    {
        Vector expected = Gravity * UpInSensor;
        double off = acceleration.Length - Gravity;
        double variance = Square(_options.AccelerationNoise) + (IsAtRest ? 0 : Square(_options.MotionAcceleration) + Square(off));

        // Readings closer together than a motion lasts tell the same of it: together they count as one.
        variance *= Math.Max(1, _options.MotionSeconds / seconds);
        Vector innovation = acceleration - expected;
        Update(0, -expected.Z, expected.Y, innovation.X, variance);
        Update(expected.Z, 0, -expected.X, innovation.Y, variance);
        Update(-expected.Y, expected.X, 0, innovation.Z, variance);
    }

    /// <summary>At rest the gyroscope measures its bias, and the Earth's turn, which it cannot tell from it.</summary>
    private void TakeRest(Vector rate, double seconds)
    {
        double variance = (Square(_options.GyroscopeNoise) / seconds) + Square(EarthRate);
        Vector innovation = rate - Bias;
        for (int axis = 0; axis < 3; axis++)
        {
            Array.Clear(_h);
            _h[axis + 3] = 1;
            _covariance.Update(_h, axis == 0 ? innovation.X : axis == 1 ? innovation.Y : innovation.Z, variance, _corrections);
        }
    }

    private void Update(double x, double y, double z, double innovation, double variance)
    {
        (_h[0], _h[1], _h[2], _h[3], _h[4], _h[5]) = (x, y, z, 0, 0, 0);
        _covariance.Update(_h, innovation, variance, _corrections);
    }

    private void JudgeItself()
    {
        Vector up = UpInSensor;
        Vector level = up.Cross(Math.Abs(up.X) < 0.7 ? new Vector(1, 0, 0) : new Vector(0, 1, 0));
        level = 1 / level.Length * level;
        Vector across = up.Cross(level);
        double first = _covariance.AttitudeBetween(level, level);
        double second = _covariance.AttitudeBetween(across, across);
        double both = _covariance.AttitudeBetween(level, across);
        double worse = ((first + second) / 2) + Math.Sqrt(Square((first - second) / 2) + Square(both));
        TiltSigma = Math.Sqrt(Math.Max(0, worse) + Square(_options.AccelerationBias / Gravity));
        HeadingSigma = _isNorthUnknown ? Math.PI / Math.Sqrt(3) : Math.Sqrt(Math.Max(0, _covariance.AttitudeBetween(up, up)) + _headingFloor);
    }

    private static double Square(double value) => value * value;
}
