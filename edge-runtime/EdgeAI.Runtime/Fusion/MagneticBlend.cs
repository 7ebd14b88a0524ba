using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Blends magnetic fields of one scale, axis by axis, linearly.</summary>
public sealed class MagneticBlend : IBlend<MagneticField>
{
    /// <inheritdoc/>
    public bool TryBlend(MagneticField earlier, MagneticField later, double fraction, ref MagneticField into)
    {
        if (!RawBlend.AreAlike(earlier.Scale, later.Scale))
        {
            return false;
        }

        into.CopyFrom(earlier);
        RawBlend.Between(earlier.Field, later.Field, fraction, into.Field);
        return true;
    }
}
