namespace EdgeAI.Runtime.Estimation;

/// <summary>The strength and the dip of the field where a filter started, learned as a mean over its first readings, and whether a later one is still that field.</summary>
/// <param name="options">How far it may be off, and for how long it is learned.</param>
internal sealed class UndisturbedField(MagneticOptions options)
{
    private double _seconds;
    private double _strength;
    private double _dip;
    private int _count;

    /// <summary>Whether it is known.</summary>
    public bool IsKnown => _count > 0 && _seconds >= options.LearnSeconds;

    /// <summary>The strength of its level part, in tesla.</summary>
    public double Level => _strength * Math.Cos(_dip);

    /// <summary>Forgets it.</summary>
    public void Reset() => (_seconds, _strength, _dip, _count) = (0, 0, 0, 0);

    /// <summary>Takes a field into the mean.</summary>
    /// <param name="field">The field in the world's directions, in tesla.</param>
    /// <param name="seconds">Since the one before.</param>
    public void Learn(Vector field, double seconds)
    {
        _count++;
        _seconds += seconds;
        _strength += (field.Length - _strength) / _count;
        _dip += (DipOf(field) - _dip) / _count;
    }

    /// <summary>Whether a field is that one.</summary>
    /// <param name="field">The field in the world's directions, in tesla.</param>
    /// <param name="tiltSigma">How far off the vertical may be, in radians, one standard deviation.</param>
    public FieldVerdict Judge(Vector field, double tiltSigma) =>
        Math.Abs(field.Length - _strength) > options.StrengthTolerance * _strength ? FieldVerdict.OtherStrength
        : Math.Abs(DipOf(field) - _dip) > options.DipTolerance + (3 * tiltSigma) ? FieldVerdict.OtherDip
        : FieldVerdict.Taken;

    private static double DipOf(Vector field) => Math.Atan2(-field.Z, Math.Sqrt((field.X * field.X) + (field.Y * field.Y)));
}
