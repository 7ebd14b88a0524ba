namespace EdgeAI.Profiles.Arms;

/// <summary>One joint of an arm and the body behind it.</summary>
public sealed record ArmJointProfile
{
    /// <summary>The joint's name: what recordings call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where the joint's frame lies in that of the joint before it, or in the base, at position 0, in metres.</summary>
    public required IReadOnlyList<double> Xyz { get; init; }

    /// <summary>How it is turned there: about the fixed axes x, then y, then z, in radians.</summary>
    public required IReadOnlyList<double> Rpy { get; init; }

    /// <summary>The axis that the joint turns about, in its own frame; of length 1.</summary>
    public required IReadOnlyList<double> Axis { get; init; }

    /// <summary>The mass of the body behind the joint, in kg.</summary>
    public required double Kilogram { get; init; }

    /// <summary>Its centre of mass in the joint's frame, in metres.</summary>
    public required IReadOnlyList<double> Centre { get; init; }

    /// <summary>Its moments of inertia about its centre of mass along the joint's frame: xx, yy, zz, xy, xz, yz, in kg m^2.</summary>
    public required IReadOnlyList<double> Inertia { get; init; }

    /// <summary>The rotor's moment of inertia as the joint feels it, gear squared included, in kg m^2.</summary>
    public required double RotorInertia { get; init; }

    /// <summary>Friction that grows with the rate, in N m s/rad.</summary>
    public required double ViscousFriction { get; init; }

    /// <summary>Friction against any motion, in N m.</summary>
    public required double CoulombFriction { get; init; }

    /// <summary>The joint's torque per ampere of its motor's current, gear included, in N m/A; 0 where efforts come as torques.</summary>
    public required double NewtonMetresPerAmpere { get; init; }
}
