namespace EdgeAI.Profiles.Arms;

/// <summary>An arm: turning joints in a row, each with the body behind it, as URDF describes them.</summary>
public sealed record ArmProfile
{
    /// <summary>The arm's name, unique on the robot: what sensors and stages refer to.</summary>
    public required string Name { get; init; }

    /// <summary>Gravity in the directions of the arm's base, in m/s^2.</summary>
    public required IReadOnlyList<double> Gravity { get; init; }

    /// <summary>The joints, from the base on.</summary>
    public required IReadOnlyList<ArmJointProfile> Joints { get; init; }
}
