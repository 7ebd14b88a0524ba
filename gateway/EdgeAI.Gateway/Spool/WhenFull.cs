namespace EdgeAI.Gateway.Spool;

/// <summary>What a full spool does with one more publish.</summary>
public enum WhenFull
{
    /// <summary>
    /// Makes room: drops the oldest of bulk, then telemetry, then event, but never of a class above the publish's own, and declares each
    /// loss in the same transaction. Safety is never dropped for room. What no room can be made for is refused.
    /// </summary>
    DropOldest,

    /// <summary>Refuses it, and drops nothing.</summary>
    Refuse,
}
