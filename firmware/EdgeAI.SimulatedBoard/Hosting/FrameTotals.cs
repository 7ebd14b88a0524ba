using EdgeAI.Device.Board;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>
/// What the streams of a hosted board made, readings, decisions and faults, and what became of it before it reached the link. Hello, log and answers are not
/// counted: they stay on the robot.
/// </summary>
/// <param name="Produced">Sequence numbers that were used.</param>
/// <param name="Dropped">Frames that a full or closed link refused, that gave way in the send queue, that no reader took, or that a restart found waiting.</param>
/// <param name="Unsendable">Frames that the wire cannot carry.</param>
public readonly record struct FrameTotals(long Produced, long Dropped, long Unsendable)
{
    /// <summary>What the sampling loop itself counted.</summary>
    public static FrameTotals Of(IEnumerable<SampledStream> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        FrameTotals sum = default;
        foreach (SampledStream stream in streams)
        {
            sum += new FrameTotals(stream.Produced, stream.DroppedLinkFull + stream.DroppedLinkClosed, stream.DroppedInvalid);
        }

        return sum;
    }

    /// <summary>Adds two accounts.</summary>
    public static FrameTotals operator +(FrameTotals left, FrameTotals right) => new(left.Produced + right.Produced, left.Dropped + right.Dropped, left.Unsendable + right.Unsendable);
}
