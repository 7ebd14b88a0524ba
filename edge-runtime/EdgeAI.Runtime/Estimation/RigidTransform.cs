namespace EdgeAI.Runtime.Estimation;

/// <summary>Where a child frame lies in a parent frame: takes points told in the child to the same points told in the parent.</summary>
/// <param name="Rotation">Turns the child's directions into the parent's.</param>
/// <param name="Translation">The child's origin in the parent, in metres.</param>
public readonly record struct RigidTransform(Rotation Rotation, Vector Translation)
{
    /// <summary>The same frame.</summary>
    public static RigidTransform None { get; } = new(Rotation.None, default);

    /// <summary>Where the parent lies in the child.</summary>
    public RigidTransform Inverse => new(Rotation.Inverse, Rotation.Inverse.Turn(-1 * Translation));

    /// <summary>The transform that does another one first and then this one.</summary>
    public RigidTransform After(RigidTransform first) => new(Rotation.After(first.Rotation), PointToParent(first.Translation));

    /// <summary>A point of the child, told in the parent, in metres.</summary>
    public Vector PointToParent(Vector point) => Rotation.Turn(point) + Translation;

    /// <summary>A torque at the child's origin, told at the parent's: turned, and the force's lever added, in newton metres.</summary>
    /// <param name="torque">The torque at the child's origin, in the child's directions.</param>
    /// <param name="force">The force, in the child's directions.</param>
    public Vector TorqueToParent(Vector torque, Vector force) => Rotation.Turn(torque) + Translation.Cross(Rotation.Turn(force));
}
