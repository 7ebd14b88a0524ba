namespace EdgeAI.Gateway.Spool;

/// <summary>Whether the spool's file can be trusted.</summary>
public enum SpoolCondition
{
    /// <summary>Every table takes records. Damage that was met is counted and declared lost.</summary>
    Sound,

    /// <summary>
    /// A table's pages are damaged so that it takes no more records: it drains, another took its place, and the room it takes does not come
    /// back. Look at the disk; stop the gateway and run <c>spool repair</c>.
    /// </summary>
    PagesDamaged,
}
