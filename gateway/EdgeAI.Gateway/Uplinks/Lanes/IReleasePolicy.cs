using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Decides when the spool lets go of what was sent. A step of its own, because an acknowledgement moves the window and does not prove that
/// anybody stored the records. For one thread; no clock of its own.
/// </summary>
internal interface IReleasePolicy
{
    /// <summary>Whether nothing more may be sent before <see cref="Begin"/>.</summary>
    bool IsHalted => false;

    /// <summary>The lanes go on under another epoch, and nothing of the one before is on its way.</summary>
    void Begin(SpoolIdentity identity)
    {
    }

    /// <summary>A batch is on its way.</summary>
    /// <param name="lane">The lane that it comes from.</param>
    /// <param name="range">The sequences that it takes from the lane.</param>
    /// <param name="batch">What a receipt will name it by.</param>
    void Sent(ISpoolLane lane, SequenceRange range, in ReceiptBatch batch)
    {
    }

    /// <summary>The upstream acknowledged a batch.</summary>
    void Acknowledged(ISpoolLane lane, SequenceRange range);

    /// <summary>A batch will be sent again.</summary>
    void GivenUp(ISpoolLane lane, SequenceRange range)
    {
    }

    /// <summary>Something came on the receipts' topic.</summary>
    void Receive(ReadOnlySpan<byte> payload, TimeSpan now)
    {
    }

    /// <summary>So many more came there than were kept.</summary>
    void CountDropped(long messages)
    {
    }

    /// <summary>It is that late now, also for what is told next.</summary>
    void Advance(TimeSpan now)
    {
    }

    /// <summary>Takes sequences that were acknowledged and must be sent again all the same.</summary>
    bool TryTakeOverdue(ISpoolLane lane, out SequenceRange range)
    {
        range = default;
        return false;
    }

    /// <summary>When there may be some; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    TimeSpan NextDue => TimeSpan.MaxValue;

    /// <summary>How many records of a lane the upstream has while they wait in the spool for more.</summary>
    long UnreceiptedOf(ISpoolLane lane) => 0;
}
