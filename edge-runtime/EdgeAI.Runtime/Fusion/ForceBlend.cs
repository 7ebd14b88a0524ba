using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Blends forces of one scale linearly.</summary>
public sealed class ForceBlend : IBlend<ForceStamped>
{
    /// <inheritdoc/>
    public bool TryBlend(ForceStamped earlier, ForceStamped later, double fraction, ref ForceStamped into)
    {
        if (!RawBlend.AreAlike(earlier.Scale, later.Scale))
        {
            return false;
        }

        into.CopyFrom(earlier);
        into.RawCount = RawBlend.Between(earlier.RawCount, later.RawCount, fraction);
        into.Value = RawBlend.Between(earlier.Value, later.Value, fraction);
        return true;
    }
}
