namespace EdgeAI.Records;

/// <summary>How far a command has come (DOWNLINK.md, "States"). Numbers are never reused.</summary>
public enum CommandState : byte
{
    /// <summary>It is in the gateway's journal.</summary>
    Received = 1,

    /// <summary>It is not done: forbidden, unknown, malformed arguments.</summary>
    Refused = 2,

    /// <summary>The robot has it, and it waits for its turn there.</summary>
    Delivered = 3,

    /// <summary>It has begun.</summary>
    Executing = 4,

    /// <summary>It was done once.</summary>
    Done = 5,

    /// <summary>It was tried and did not succeed.</summary>
    Failed = 6,

    /// <summary>Its time passed before it was begun: nothing was done.</summary>
    Expired = 7,

    /// <summary>It may have been done once or not at all.</summary>
    Unknown = 8,
}
