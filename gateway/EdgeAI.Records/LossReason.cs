namespace EdgeAI.Records;

/// <summary>Why records that were acknowledged are not there any more (RECORDS.md, "Declared loss"). Numbers are never reused.</summary>
public enum LossReason : byte
{
    /// <summary>Dropped to make room for others.</summary>
    DroppedForRoom = 1,

    /// <summary>Older than their class is kept.</summary>
    TooOld = 2,

    /// <summary>What was read did not match the checksum.</summary>
    Damaged = 3,

    /// <summary>The page that held it could not be read.</summary>
    Unreadable = 4,

    /// <summary>Not found in a damaged file when a repair carried over all that could be read.</summary>
    RemovedByRepair = 5,
}
