namespace EdgeAI.Runtime.Outlets;

/// <summary>What a ring's writer says of itself; whether it still runs is told by its heartbeat alone.</summary>
public enum OutletState
{
    /// <summary>The writer has neither ended in order nor been replaced.</summary>
    Open = 1,

    /// <summary>The writer ended in order: nothing more comes.</summary>
    Closed = 2,

    /// <summary>Another start of the robot has taken the ring's name: open it again.</summary>
    Replaced = 3,
}
