namespace EdgeAI.Device.Configuration;

/// <summary>What a board's full send queue drops.</summary>
public enum QueuePolicyCode : byte
{
    /// <summary>What is to be sent now.</summary>
    DropNewest = 0,

    /// <summary>What has waited longest.</summary>
    DropOldest = 1,
}
