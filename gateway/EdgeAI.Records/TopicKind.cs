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
}
