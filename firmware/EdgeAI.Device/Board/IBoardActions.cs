using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>
/// What a board can be commanded to do, as its firmware does it. Called on the board's own thread between two readings: returns at
/// once, allocates nothing, and answers <see cref="CommandOutcome.Started"/> to what takes longer.
/// </summary>
public interface IBoardActions
{
    /// <summary>Makes the board seen, for <paramref name="milliseconds"/>.</summary>
    CommandResult Identify(int milliseconds);

    /// <summary>
    /// Restarts the board, with <see cref="CommandOutcome.Started"/> and not before the acknowledgement had time to leave.
    /// </summary>
    CommandResult Reset();

    /// <summary>
    /// Makes a sensor ready for another rate. With <see cref="CommandOutcome.Done"/> the detail is the period, in microseconds, that the stream is read at
    /// from now on: the one asked for, or the nearest that the sensor has.
    /// </summary>
    CommandResult SetRate(SampledStream stream, uint periodMicroseconds);

    /// <summary>Makes what acts on a sensor now its zero.</summary>
    CommandResult Tare(SampledStream stream);

    /// <summary>Makes what acts on a sensor now read as a known quantity.</summary>
    CommandResult Calibrate(SampledStream stream, int reference, Scale scale);

    /// <summary>
    /// Takes one piece of a new configuration. The piece is valid during the call; the last one is answered by whether the whole is
    /// what its digest says.
    /// </summary>
    CommandResult UpdateConfiguration(Command piece);
}
