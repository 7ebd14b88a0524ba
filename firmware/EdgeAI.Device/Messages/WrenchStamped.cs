namespace EdgeAI.Device.Messages;

/// <summary>Force and torque at a frame's origin, right-handed, x forward, y left, z up (REP-103).</summary>
public sealed class WrenchStamped : Message
{
    /// <summary>Raw force along x, y, z.</summary>
    public readonly int[] Force = new int[3];

    /// <summary>Raw torque about x, y, z.</summary>
    public readonly int[] Torque = new int[3];

    /// <summary>What one raw step of force is worth.</summary>
    public Scale ForceScale = new Scale(1, -3, Unit.Newton);

    /// <summary>What one raw step of torque is worth.</summary>
    public Scale TorqueScale = new Scale(1, -3, Unit.NewtonMetre);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.WrenchStamped; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        WrenchStamped source = (WrenchStamped)other;
        CopyHeaderFrom(other);
        ForceScale = source.ForceScale;
        TorqueScale = source.TorqueScale;
        for (int axis = 0; axis < 3; axis++)
        {
            Force[axis] = source.Force[axis];
            Torque[axis] = source.Torque[axis];
        }
    }
}
