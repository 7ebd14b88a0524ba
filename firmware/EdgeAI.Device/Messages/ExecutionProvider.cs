namespace EdgeAI.Device.Messages;

/// <summary>What ran a model. Numbers are wire numbers and never reused.</summary>
public enum ExecutionProvider : byte
{
    /// <summary>Not stated.</summary>
    Unknown = 0,

    /// <summary>OnnxRuntime's CPU provider.</summary>
    Cpu = 1,

    /// <summary>The integers of NETWORKS.md, the same bits on a board, on a robot and in a replay.</summary>
    FixedPoint = 2,
}
