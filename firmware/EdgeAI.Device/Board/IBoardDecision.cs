using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>
/// Decides on a stream's readings on the board itself. Its answers stand on the stream of the sensor, beside the readings or in their
/// place. Allocates nothing after construction; the readings of one stream only, in their order.
/// </summary>
public interface IBoardDecision
{
    /// <summary>Takes a reading.</summary>
    /// <param name="reading">The reading; not kept.</param>
    /// <param name="decision">What there is to say after it, valid until the next call; null when there is nothing.</param>
    /// <returns>Whether there is something to say.</returns>
    bool TryDecide(Message reading, out Decision? decision);

    /// <summary>A reading is missing: what was gathered before it is no longer one window.</summary>
    void Interrupt();
}
