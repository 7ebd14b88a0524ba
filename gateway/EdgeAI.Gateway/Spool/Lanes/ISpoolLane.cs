using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>
/// The waiting records of one class, in the order of their sequences (with holes: a sequence belongs to one lane only). For one reader at a
/// time; a record stays until it is released.
/// </summary>
internal interface ISpoolLane : IDisposable
{
    /// <summary>The class of the lane's records.</summary>
    RecordClass Class { get; }

    /// <summary>The lowest sequence that waits; 0 when none does.</summary>
    long Oldest { get; }

    /// <summary>The highest sequence that was stored in the lane; 0 when none was.</summary>
    long Newest { get; }

    /// <summary>The records that wait.</summary>
    long Records { get; }

    /// <summary>Begins a batch, live or backlog as the writer's last one was begun, and fills it with the records that follow a sequence.</summary>
    /// <param name="after">The sequence before the first one wanted.</param>
    /// <param name="through">The last sequence wanted.</param>
    /// <param name="maximumRecords">The most records to take.</param>
    /// <param name="batch">The batch; its count may stay 0 although records were passed by, all of them damaged or let go.</param>
    /// <returns>
    /// The last sequence that was taken or passed by; where the lane has no record in the stretch, the stretch's last, at most the lane's newest; <paramref name="after"/> when
    /// there is nothing newer, or what comes next cannot be read for now.
    /// </returns>
    long Read(long after, long through, int maximumRecords, GatewayBatchWriter batch);

    /// <summary>What waits now may have been sent in a life before: whether it arrived is not known, and a count of it as lost would not be exact.</summary>
    void NoteSentBefore()
    {
    }

    /// <summary>Lets go of the lane's records from one sequence through another, both included, with the next transaction: the upstream has them.</summary>
    void Release(long first, long last);
}
