namespace EdgeAI.Runtime.Fusion;

/// <summary>What became of every primary sample of a join: taken = joined + waiting + dropped, by reason.</summary>
/// <param name="Taken">Primary samples that came.</param>
/// <param name="Joined">Handed on with what matched.</param>
/// <param name="Waiting">Wait for their inputs, or for a late sample that belongs before them.</param>
/// <param name="Absent">Dropped: a required input has nothing for them.</param>
/// <param name="Lost">Dropped: a required input had to drop what might have matched.</param>
/// <param name="GaveUp">Dropped: a required input said nothing for as long as the join waits.</param>
/// <param name="Late">Dropped: behind the newest by the bound on lateness or more, or behind what has been answered.</param>
/// <param name="Overflow">Dropped: the oldest of more than may wait.</param>
/// <param name="Jumped">Dropped: ahead of where the primary stream's clock jumped back to.</param>
public readonly record struct JoinLedger(long Taken, long Joined, long Waiting, long Absent, long Lost, long GaveUp, long Late, long Overflow, long Jumped)
{
    /// <summary>Whether every sample is accounted for.</summary>
    public bool IsBalanced => Taken == Joined + Waiting + Absent + Lost + GaveUp + Late + Overflow + Jumped;
}
