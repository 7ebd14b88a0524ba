namespace EdgeAI.Records.Proof;

/// <summary>A record that waits for the seal that names it.</summary>
internal struct PendingRecord
{
    public long Sequence;

    /// <summary>The bits of what was found (<see cref="FindingRuns.Bit"/>).</summary>
    public uint Findings;

    /// <summary>The declared loss that it holds, by its place in the lane's list; -1 when it holds none.</summary>
    public int Loss;

    public PendingStanding Standing;

    /// <summary>Whether a seal names it, with the same digest.</summary>
    public bool IsNamed;
}
