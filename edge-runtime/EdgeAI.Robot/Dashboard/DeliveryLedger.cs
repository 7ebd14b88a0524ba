namespace EdgeAI.Robot.Dashboard;

/// <summary>
/// The whole way in one sum: every frame that a board or a stage made is delivered, dropped by a named policy, or lost.
/// </summary>
/// <param name="Produced">Sequence numbers that boards and stages used.</param>
/// <param name="Delivered">Records that reached the end of the way: the city, or the gateway where no city is known here.</param>
/// <param name="InSpool">Records that wait durably at the gateway for the city.</param>
/// <param name="DroppedOnLinks">Frames that did not reach or cross a board's link: refused by a full one, given way in a send queue, not taken, or waiting when the board restarted.</param>
/// <param name="DroppedOutbound">Frames that the outbound queue's policy gave up, that found no room once the run was to end, or that were too large for it.</param>
/// <param name="Withheld">Decisions that the age contract withheld.</param>
/// <param name="Unsendable">Readings and decisions that the wire cannot carry: a defect, and lost.</param>
/// <param name="RejectedOnArrival">Pieces on links that were no frame, and frames of streams that the profile does not name: lost.</param>
internal sealed record DeliveryLedger(long Produced, long Delivered, long InSpool, long DroppedOnLinks, long DroppedOutbound, long Withheld, long Unsendable, long RejectedOnArrival)
{
    /// <summary>Those of <see cref="DroppedOutbound"/> that were larger than any frame that the profile's streams and stages make.</summary>
    public long DroppedTooLarge { get; init; }

    /// <summary>Neither delivered nor dropped by a named policy. While a run goes on, what is under way counts here too.</summary>
    public long Lost => Produced - Delivered - InSpool - DroppedOnLinks - DroppedOutbound - Withheld;
}
