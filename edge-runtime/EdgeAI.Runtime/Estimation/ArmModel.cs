namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// The rigid-body model of an arm of turning joints in a row: what torques a motion takes, by the recursive Newton-Euler algorithm
/// (Luh, Walker and Paul, 1980), and its kinetic energy. Allocates nothing after construction; one thread at a time.
/// </summary>
public sealed class ArmModel
{
    // Friction against any motion changes its sign over this rate, in rad/s: at rest it can point either way, and is taken for none.
    private const double RestRate = 0.01;

    // Axes come with a few decimals; their direction is taken.
    private const double AxisTolerance = 1e-3;

    private readonly ArmLink[] _links;
    private readonly Rotation[] _turns;
    private readonly Vector[] _forces;
    private readonly Vector[] _torques;

    private ArmModel(ArmLink[] links)
    {
        _links = links;
        _turns = new Rotation[links.Length];
        _forces = new Vector[links.Length];
        _torques = new Vector[links.Length];
    }

    /// <summary>The joints, from the base on.</summary>
    public IReadOnlyList<ArmLink> Links => _links;

    /// <summary>How many joints.</summary>
    public int Count => _links.Length;

    /// <summary>Builds a model and checks that it can be one.</summary>
    /// <param name="links">The joints, from the base on.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="problem">Why it is none, and the mend; empty where it is one.</param>
    public static bool TryBuild(IReadOnlyList<ArmLink> links, out ArmModel? model, out string problem)
    {
        ArgumentNullException.ThrowIfNull(links);
        model = null;
        problem = links.Count is 0 or > Device.Messages.JointState.MaxJoints
            ? $"an arm has 1 to {Device.Messages.JointState.MaxJoints} joints, and this one has {links.Count}"
            : links.Select(ProblemOf).FirstOrDefault(static found => found.Length > 0) ?? "";
        if (problem.Length > 0)
        {
            return false;
        }

        model = new ArmModel([.. links.Select(static link => link with { Axis = (1 / link.Axis.Length) * link.Axis })]);
        return true;
    }

    /// <summary>The torques that a motion takes, without friction, in N m.</summary>
    /// <param name="positions">The joints' positions, in rad.</param>
    /// <param name="velocities">Their rates, in rad/s.</param>
    /// <param name="accelerations">Their accelerations, in rad/s^2.</param>
    /// <param name="gravity">Gravity in the base's directions, in m/s^2: (0, 0, -9.81) for a base that stands upright.</param>
    /// <param name="torques">Takes the torques.</param>
    public void Torques(ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities, ReadOnlySpan<double> accelerations, Vector gravity, Span<double> torques)
    {
        Vector rate = default;
        Vector spin = default;

        // A base that accelerates up feels as gravity does.
        Vector acceleration = -1 * gravity;
        for (int joint = 0; joint < _links.Length; joint++)
        {
            ArmLink link = _links[joint];
            Vector lever = link.ToParent.Translation;
            acceleration = acceleration + spin.Cross(lever) + rate.Cross(rate.Cross(lever));
            _turns[joint] = TurnOf(link, positions[joint]);
            Rotation back = _turns[joint].Inverse;
            Vector turning = velocities[joint] * link.Axis;
            rate = back.Turn(rate);
            spin = back.Turn(spin) + (accelerations[joint] * link.Axis) + rate.Cross(turning);
            rate += turning;
            acceleration = back.Turn(acceleration);
            Vector ofCentre = acceleration + spin.Cross(link.Centre) + rate.Cross(rate.Cross(link.Centre));
            _forces[joint] = link.Mass * ofCentre;
            _torques[joint] = link.Inertia.Times(spin) + rate.Cross(link.Inertia.Times(rate)) + link.Centre.Cross(_forces[joint]);
        }

        Vector force = default;
        Vector torque = default;
        for (int joint = _links.Length - 1; joint >= 0; joint--)
        {
            ArmLink link = _links[joint];
            force += _forces[joint];
            torque += _torques[joint];
            torques[joint] = torque.Dot(link.Axis) + (link.RotorInertia * accelerations[joint]);
            force = _turns[joint].Turn(force);
            torque = _turns[joint].Turn(torque) + link.ToParent.Translation.Cross(force);
        }
    }

    /// <summary>The arm's kinetic energy, in J.</summary>
    /// <param name="positions">The joints' positions, in rad.</param>
    /// <param name="velocities">Their rates, in rad/s.</param>
    public double KineticEnergy(ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities)
    {
        double twice = 0;
        Vector rate = default;
        Vector velocity = default;
        for (int joint = 0; joint < _links.Length; joint++)
        {
            ArmLink link = _links[joint];
            Rotation back = TurnOf(link, positions[joint]).Inverse;
            velocity = back.Turn(velocity + rate.Cross(link.ToParent.Translation));
            rate = back.Turn(rate) + (velocities[joint] * link.Axis);
            Vector ofCentre = velocity + rate.Cross(link.Centre);
            twice += (link.Mass * ofCentre.Dot(ofCentre)) + rate.Dot(link.Inertia.Times(rate)) + (link.RotorInertia * velocities[joint] * velocities[joint]);
        }

        return twice / 2;
    }

    /// <summary>The friction's torque against a joint's motion, in N m.</summary>
    /// <param name="joint">The joint, from 0.</param>
    /// <param name="velocity">Its rate, in rad/s.</param>
    public double Friction(int joint, double velocity) =>
        (_links[joint].ViscousFriction * velocity) + (_links[joint].CoulombFriction * Math.Tanh(velocity / RestRate));

    private static Rotation TurnOf(ArmLink link, double position) => link.ToParent.Rotation.After(Rotation.By(position * link.Axis));

    private static string ProblemOf(ArmLink link) =>
        Math.Abs(link.Axis.Length - 1) > AxisTolerance ? $"the axis of joint '{link.Joint}' has the length {link.Axis.Length:0.###}; give it the length 1"
        : link.Mass < 0 ? $"the mass behind joint '{link.Joint}' is {link.Mass} kg; give one from 0"
        : !link.Inertia.IsPossible ? $"no body has the inertia behind joint '{link.Joint}': an axis has more than the two others together, or a product too much; give it about the centre of mass, in kg m^2"
        : link.RotorInertia < 0 || link.ViscousFriction < 0 || link.CoulombFriction < 0 || link.TorquePerAmpere < 0 ? $"a rotor inertia, a friction or a torque per ampere of joint '{link.Joint}' is negative; give one from 0"
        : "";
}
