namespace EdgeAI.Device.Messages;

/// <summary>
/// Position, velocity and effort of a row of joints at one instant, after sensor_msgs/JointState. Which joint stands at which place,
/// and its name, is the profile's; the sign is positive about the joint's axis by the right hand.
/// </summary>
public sealed class JointState : Message
{
    /// <summary>The most joints that one message can hold (WIRE.md, "Limits").</summary>
    public const int MaxJoints = 64;

    /// <summary>Raw position per joint, <see cref="Count"/> of them; valid with <see cref="JointStateParts.Position"/>.</summary>
    public readonly int[] Position = new int[MaxJoints];

    /// <summary>Raw velocity per joint, <see cref="Count"/> of them; valid with <see cref="JointStateParts.Velocity"/>.</summary>
    public readonly int[] Velocity = new int[MaxJoints];

    /// <summary>Raw effort per joint, <see cref="Count"/> of them; valid with <see cref="JointStateParts.Effort"/>.</summary>
    public readonly int[] Effort = new int[MaxJoints];

    /// <summary>How many joints, 1 to <see cref="MaxJoints"/>.</summary>
    public int Count;

    /// <summary>Which parts are valid; at least one. The others are not on the wire.</summary>
    public JointStateParts Parts = JointStateParts.Position;

    /// <summary>What one raw step of position is worth, in radian.</summary>
    public Scale PositionScale = new Scale(1, -6, Unit.Radian);

    /// <summary>What one raw step of velocity is worth, in radian per second.</summary>
    public Scale VelocityScale = new Scale(1, -6, Unit.RadianPerSecond);

    /// <summary>What one raw step of effort is worth, in newton metre, or in ampere where only the motor's current is known.</summary>
    public Scale EffortScale = new Scale(1, -3, Unit.NewtonMetre);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.JointState; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        JointState source = (JointState)other;
        CopyHeaderFrom(other);
        Count = source.Count;
        Parts = source.Parts;
        PositionScale = source.PositionScale;
        VelocityScale = source.VelocityScale;
        EffortScale = source.EffortScale;
        System.Array.Copy(source.Position, 0, Position, 0, source.Count);
        System.Array.Copy(source.Velocity, 0, Velocity, 0, source.Count);
        System.Array.Copy(source.Effort, 0, Effort, 0, source.Count);
    }
}
