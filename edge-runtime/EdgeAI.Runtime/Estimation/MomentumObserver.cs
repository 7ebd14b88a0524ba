namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Estimates the torques that the world puts on an arm's joints from what its motors give and how it moves: the generalized momentum
/// observer (De Luca and Mattone, "Sensorless Robot Collision Detection and Hybrid Force/Motion Control", 2005). Needs no acceleration.
/// The estimate follows the true torque as a first-order low-pass of the gain: 63 % of a step after 1/gain seconds. Allocates nothing
/// after construction.
/// </summary>
public sealed class MomentumObserver
{
    // The energy's slope along a joint by central differences: a step at which what they leave out and what they round are both
    // about a billionth of it.
    private const double Nudge = 1e-5;

    private readonly ArmModel _model;
    private readonly double _gain;
    private readonly Vector _gravity;
    private readonly double[] _none;
    private readonly double[] _nudged;
    private readonly double[] _momentum;
    private readonly double[] _atStart;
    private readonly double[] _drive;
    private readonly double[] _lastDrive;
    private readonly double[] _integral;
    private readonly double[] _gravityTorques;
    private readonly double[] _estimate;

    /// <summary>Makes an observer that has seen nothing.</summary>
    /// <param name="model">The arm.</param>
    /// <param name="gainPerSecond">How fast it follows, in 1/s, above 0.</param>
    /// <param name="gravity">Gravity in the base's directions, in m/s^2.</param>
    public MomentumObserver(ArmModel model, double gainPerSecond, Vector gravity)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gainPerSecond);
        _model = model;
        _gain = gainPerSecond;
        _gravity = gravity;
        _none = new double[model.Count];
        _nudged = new double[model.Count];
        _momentum = new double[model.Count];
        _atStart = new double[model.Count];
        _drive = new double[model.Count];
        _lastDrive = new double[model.Count];
        _integral = new double[model.Count];
        _gravityTorques = new double[model.Count];
        _estimate = new double[model.Count];
    }

    /// <summary>Whether it has seen a first state.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The torques of the world on the joints, in N m, by joint.</summary>
    public ReadOnlySpan<double> ExternalTorques => _estimate;

    /// <summary>Forgets everything.</summary>
    public void Reset() => HasStarted = false;

    /// <summary>Takes the arm's state at one instant.</summary>
    /// <param name="positions">The joints' positions, in rad.</param>
    /// <param name="velocities">Their rates, in rad/s.</param>
    /// <param name="motorTorques">What the motors give, in N m.</param>
    /// <param name="seconds">Since the state before; not looked at for the first.</param>
    public void Take(ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities, ReadOnlySpan<double> motorTorques, double seconds)
    {
        // The momentum is the mass matrix times the rates: the torques that an acceleration of that size takes from rest.
        _model.Torques(positions, _none, velocities, default, _momentum);
        _model.Torques(positions, _none, _none, _gravity, _gravityTorques);
        positions.CopyTo(_nudged);
        for (int joint = 0; joint < _estimate.Length; joint++)
        {
            // What moves the momentum beside the world: motors, friction, gravity, and the kinetic energy's slope along the joint,
            // which is the transposed Coriolis matrix times the rates.
            _nudged[joint] = positions[joint] + Nudge;
            double slope = _model.KineticEnergy(_nudged, velocities);
            _nudged[joint] = positions[joint] - Nudge;
            slope = (slope - _model.KineticEnergy(_nudged, velocities)) / (2 * Nudge);
            _nudged[joint] = positions[joint];
            _drive[joint] = motorTorques[joint] - _model.Friction(joint, velocities[joint]) - _gravityTorques[joint] + slope;
        }

        if (!HasStarted)
        {
            HasStarted = true;
            _momentum.CopyTo(_atStart, 0);
            Array.Clear(_integral);
            Array.Clear(_estimate);
        }
        else
        {
            Follow(seconds);
        }

        _drive.CopyTo(_lastDrive, 0);
    }

    /// <summary>The estimate is what the momentum has beyond what is known to have moved it; both are integrated by trapezoids.</summary>
    private void Follow(double seconds)
    {
        for (int joint = 0; joint < _estimate.Length; joint++)
        {
            double before = _estimate[joint];
            _integral[joint] += seconds * (_drive[joint] + _lastDrive[joint] + before) / 2;
            _estimate[joint] = _gain * (_momentum[joint] - _atStart[joint] - _integral[joint]) / (1 + (_gain * seconds / 2));
            _integral[joint] += seconds * _estimate[joint] / 2;
        }
    }
}
