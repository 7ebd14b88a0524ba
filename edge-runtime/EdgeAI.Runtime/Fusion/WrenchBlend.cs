using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Blends wrenches of one scale, axis by axis, linearly.</summary>
public sealed class WrenchBlend : IBlend<WrenchStamped>
{
    /// <inheritdoc/>
    public bool TryBlend(WrenchStamped earlier, WrenchStamped later, double fraction, ref WrenchStamped into)
    {
        if (!RawBlend.AreAlike(earlier.ForceScale, later.ForceScale) || !RawBlend.AreAlike(earlier.TorqueScale, later.TorqueScale))
        {
            return false;
        }

        into.CopyFrom(earlier);
        RawBlend.Between(earlier.Force, later.Force, fraction, into.Force);
        RawBlend.Between(earlier.Torque, later.Torque, fraction, into.Torque);
        return true;
    }
}
