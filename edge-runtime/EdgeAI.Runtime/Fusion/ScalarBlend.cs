using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Blends single readings of one scale linearly: temperature, pressure, humidity.</summary>
/// <typeparam name="T">The reading.</typeparam>
public sealed class ScalarBlend<T> : IBlend<T>
    where T : ScalarMessage
{
    /// <inheritdoc/>
    public bool TryBlend(T earlier, T later, double fraction, ref T into)
    {
        if (!RawBlend.AreAlike(earlier.Scale, later.Scale))
        {
            return false;
        }

        into.CopyFrom(earlier);
        into.Value = RawBlend.Between(earlier.Value, later.Value, fraction);
        return true;
    }
}
