namespace EdgeAI.Gateway.Spool;

/// <summary>Whether the spool's file can be trusted.</summary>
public enum SpoolCondition
{
    /// <summary>Every page that was touched could be read.</summary>
    Sound,

    /// <summary>
    /// Pages of the file are damaged: what they held is lost and counted, the rest is served, and the room they take does not come back.
    /// Let it drain, then move the file away so that a new one is made, and look at the disk.
    /// </summary>
    PagesDamaged,
}
