namespace EdgeAI.Runtime.Fusion;

/// <summary>What became of every sample that a history took: taken = released + held + dropped, by reason.</summary>
/// <param name="Taken">Samples that came.</param>
/// <param name="Released">Samples that did their part: nothing to come can need them.</param>
/// <param name="Held">Samples that are held.</param>
/// <param name="Late">Dropped: behind the newest by the bound on lateness or more, or behind what has been answered.</param>
/// <param name="Identical">Dropped: the stamp of one that is held; the first stands.</param>
/// <param name="Overflow">Dropped: the oldest of a full history that something to come might have needed.</param>
/// <param name="Jumped">Dropped: ahead of where the stream's clock jumped back to.</param>
public readonly record struct HistoryLedger(long Taken, long Released, long Held, long Late, long Identical, long Overflow, long Jumped)
{
    /// <summary>Whether every sample is accounted for.</summary>
    public bool IsBalanced => Taken == Released + Held + Late + Identical + Overflow + Jumped;
}
