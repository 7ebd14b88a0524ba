namespace EdgeAI.Records;

/// <summary>What is published under a record topic.</summary>
public enum TopicKind
{
    /// <summary>A robot's batch, read with <see cref="RobotBatchReader"/>.</summary>
    RobotBatch,

    /// <summary>One wire frame.</summary>
    RawFrame,

    /// <summary>A gateway's batch, read with <see cref="GatewayBatchReader"/>.</summary>
    GatewayRecords,

    /// <summary>A command for a gateway or a robot, read with <see cref="CommandReader"/>; no record.</summary>
    Commands,

    /// <summary>A robot's result of a command, read with <see cref="CommandResultReader"/>; no record.</summary>
    CommandResults,
}
