using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>The size of a wrench's force, in newton. What the sensor carries anyway, a tool's weight, counts as well: tare it, or choose the thresholds above it.</summary>
public sealed class WrenchContact : IContactMeasure<WrenchStamped>
{
    /// <inheritdoc/>
    public bool TryMeasure(WrenchStamped reading, bool isContact, out double load)
    {
        bool fits = ReadingVector.Fits(reading.ForceScale, Unit.Newton);
        load = fits ? ReadingVector.Of(reading.Force, reading.ForceScale).Length : 0;
        return fits;
    }
}
