using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>
/// A sensor whose scale can be found by a known quantity: the tare is one point, what acts now the other. Called between two readings, on
/// the sensor's own thread; allocates nothing.
/// </summary>
public interface ICalibratable
{
    /// <summary>What one step of the value is worth.</summary>
    Scale ValueScale { get; }

    /// <summary>Makes what acts on the sensor now read as a known quantity, from the next reading on; the tare stays.</summary>
    /// <param name="reference">The quantity, in steps of its scale; not 0.</param>
    /// <param name="scale">What a step of the reference is worth.</param>
    CalibrationOutcome Calibrate(int reference, Scale scale);

    /// <summary>Takes over a scale that <see cref="ValueScale"/> gave.</summary>
    void SetScale(Scale scale);
}
