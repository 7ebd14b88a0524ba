namespace EdgeAI.Profiles.Boards;

/// <summary>Where a sensor's frame sits on its parent: a fixed transform, written as URDF's <c>origin</c> is.</summary>
public sealed record MountProfile
{
    /// <summary>The frame that the sensor is fixed to: one of the robot's (REP-105, REP-120) or another sensor's.</summary>
    public required string Parent { get; init; }

    /// <summary>Translation along x (forward), y (left), z (up) of the parent, in metres (REP-103).</summary>
    public required IReadOnlyList<double> Xyz { get; init; }

    /// <summary>Rotation about the parent's fixed axes x, then y, then z: roll, pitch, yaw, in radians (REP-103).</summary>
    public required IReadOnlyList<double> Rpy { get; init; }
}
