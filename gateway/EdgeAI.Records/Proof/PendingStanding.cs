namespace EdgeAI.Records.Proof;

/// <summary>What a record that waits is in its chain.</summary>
internal enum PendingStanding : byte
{
    /// <summary>No seal.</summary>
    Plain,

    /// <summary>A sound seal that the chain goes through.</summary>
    Chained,

    /// <summary>A seal that is not sound, or does not go on from the one before.</summary>
    OffChain,
}
