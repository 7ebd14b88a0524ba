using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Estimation;

/// <summary>The size of a bridge's force in either direction, in newton.</summary>
public sealed class ForceContact : IContactMeasure<ForceStamped>
{
    /// <inheritdoc/>
    public bool TryMeasure(ForceStamped reading, bool isContact, out double load)
    {
        bool fits = ReadingVector.Fits(reading.Scale, Unit.Newton);
        load = fits ? Math.Abs(reading.Value * ScaleConversion.StepOf(reading.Scale)) : 0;
        return fits;
    }
}
