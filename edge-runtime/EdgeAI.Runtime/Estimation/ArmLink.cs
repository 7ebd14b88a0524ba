namespace EdgeAI.Runtime.Estimation;

/// <summary>One joint of an arm, which turns about an axis, and the body behind it.</summary>
public sealed record ArmLink
{
    /// <summary>The joint's name.</summary>
    public required string Joint { get; init; }

    /// <summary>Where the joint's frame lies in the frame of the joint before it, or in the base, at position 0.</summary>
    public RigidTransform ToParent { get; init; } = RigidTransform.None;

    /// <summary>The axis that the joint turns about, in its own frame; of length 1.</summary>
    public Vector Axis { get; init; } = new(0, 0, 1);

    /// <summary>The body's mass, in kg.</summary>
    public double Mass { get; init; }

    /// <summary>The body's centre of mass in the joint's frame, in metres.</summary>
    public Vector Centre { get; init; }

    /// <summary>The body's moments of inertia about its centre of mass, along the joint's frame.</summary>
    public Inertia Inertia { get; init; }

    /// <summary>The rotor's moment of inertia as the joint feels it, gear squared included, in kg m^2.</summary>
    public double RotorInertia { get; init; }

    /// <summary>Friction that grows with the rate, in N m s/rad.</summary>
    public double ViscousFriction { get; init; }

    /// <summary>Friction against any motion, in N m.</summary>
    public double CoulombFriction { get; init; }

    /// <summary>The joint's torque per ampere of the motor's current, gear included, in N m/A; 0 where efforts come as torques.</summary>
    public double TorquePerAmpere { get; init; }
}
