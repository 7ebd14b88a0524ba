namespace EdgeAI.Gateway.Spool;

/// <summary>Whether the spool's file can be trusted.</summary>
public enum SpoolCondition
{
    /// <summary>Every table takes records. Damage that was met is counted and declared lost.</summary>
    Sound,

    /// <summary>
    /// A table's pages are damaged so that it takes no more records: it drains, another took its place, and the room it takes does not come
    /// back. Look at the disk; once the spool is drained, move the file away so that a new one is made.
    /// </summary>
    PagesDamaged,
}
