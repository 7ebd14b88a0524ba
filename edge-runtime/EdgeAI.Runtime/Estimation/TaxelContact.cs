using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// How far the taxel that is farthest from its untouched value is from it, in the reading's own unit. The first reading counts as
/// untouched; the untouched values follow slow drift while there is no contact, and stand still while there is.
/// </summary>
public sealed class TaxelContact : IContactMeasure<TactileArray>
{
    // A drift is followed to 63 % within this many readings, 5 s at 100 Hz: far slower than any touch.
    private const double DriftReadings = 500;

    private readonly double[] _untouched;
    private int _count;

    /// <summary>Makes the measure.</summary>
    /// <param name="valueCapacity">The most values that a reading has: taxels times components.</param>
    public TaxelContact(int valueCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(valueCapacity, 1);
        _untouched = new double[valueCapacity];
    }

    /// <inheritdoc/>
    public bool TryMeasure(TactileArray reading, bool isContact, out double load)
    {
        load = 0;
        int count = reading.TaxelCount * reading.Components;
        if (!ReadingVector.Fits(reading.Scale, reading.Scale.Unit) || count is 0 || count > _untouched.Length)
        {
            return false;
        }

        bool isFirst = count != _count;
        _count = count;
        double step = ScaleConversion.StepOf(reading.Scale);
        for (int value = 0; value < count; value++)
        {
            double now = reading.Values[value] * step;
            _untouched[value] = isFirst ? now : _untouched[value];
            double off = now - _untouched[value];
            load = Math.Max(load, Math.Abs(off));
            _untouched[value] += isContact ? 0 : off / DriftReadings;
        }

        return true;
    }
}
