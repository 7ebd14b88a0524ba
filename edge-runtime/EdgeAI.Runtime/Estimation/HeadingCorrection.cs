namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Corrects an <see cref="OrientationFilter"/>'s heading by a magnetic field, and nothing else: the world's y is then magnetic north (REP-103). The
/// field where the filter starts is learned as undisturbed; one of another strength or dip, or that points where the estimate cannot be, is left out,
/// and the heading drifts as it would without, as the filter's bound says. Allocates nothing after construction.
/// </summary>
public sealed class HeadingCorrection
{
    private readonly MagneticOptions _options;
    private readonly OrientationFilter _filter;
    private readonly UndisturbedField _undisturbed;
    private readonly long[] _counts = new long[Enum.GetValues<FieldVerdict>().Length];

    /// <summary>Makes one that has seen no field.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="options">What is believed of the magnetometer.</param>
    public HeadingCorrection(OrientationFilter filter, MagneticOptions options)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        _filter = filter;
        _options = options;
        _undisturbed = new UndisturbedField(options);
    }

    /// <summary>How often a field was judged so.</summary>
    public long CountOf(FieldVerdict verdict) => _counts[(int)verdict];

    /// <summary>Forgets the field; after the filter has started, and whenever it starts anew.</summary>
    public void Start()
    {
        _undisturbed.Reset();
        _filter.ForgetHeading();
    }

    /// <summary>Takes a field of the instant to which the filter has come.</summary>
    /// <param name="field">The field in the sensor's directions, in tesla.</param>
    /// <param name="seconds">Since the field before, 0 for the first.</param>
    public FieldVerdict Take(Vector field, double seconds)
    {
        FieldVerdict verdict = Judge(_filter.Orientation.Turn(field), seconds);
        _counts[(int)verdict]++;
        return verdict;
    }

    private FieldVerdict Judge(Vector field, double seconds)
    {
        double level = Math.Sqrt((field.X * field.X) + (field.Y * field.Y));
        if (level < _options.WeakestLevel)
        {
            return FieldVerdict.NoHeading;
        }

        bool isKnown = _undisturbed.IsKnown;
        FieldVerdict verdict = isKnown ? _undisturbed.Judge(field, _filter.TiltSigma) : FieldVerdict.Taken;
        if (verdict != FieldVerdict.Taken)
        {
            return verdict;
        }

        if (!isKnown)
        {
            _undisturbed.Learn(field, seconds);
        }

        // The angle from north as the estimate has it to the field's level part: by so much the estimate is turned too little.
        double off = Math.Atan2(field.X, field.Y);
        double variance = (Square(_options.Noise) + Square(_options.Disturbance)) / Square(level);
        double repeats = Math.Max(1, _options.DisturbanceSeconds / Math.Max(seconds, 1e-3));

        // A vertical that is off turns a part of the field's upright into its level one.
        double floor = Square(_options.Offset / level) + Square(field.Z / level * _filter.TiltSigma);
        return _filter.TakeHeading(off, variance, repeats, floor, isKnown ? _options.HeadingSigmas : double.PositiveInfinity) ? FieldVerdict.Taken : FieldVerdict.OtherHeading;
    }

    private static double Square(double value) => value * value;
}
