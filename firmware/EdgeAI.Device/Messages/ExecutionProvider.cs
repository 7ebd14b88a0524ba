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

    /// <summary>OnnxRuntime's TensorRT provider.</summary>
    TensorRt = 3,

    /// <summary>OnnxRuntime's CUDA provider.</summary>
    Cuda = 4,

    /// <summary>OnnxRuntime's CANN provider.</summary>
    Cann = 5,

    /// <summary>OnnxRuntime's OpenVINO provider.</summary>
    OpenVino = 6,

    /// <summary>OnnxRuntime's QNN provider.</summary>
    Qnn = 7,

    /// <summary>OnnxRuntime's XNNPACK provider.</summary>
    Xnnpack = 8,

    /// <summary>OnnxRuntime's provider over the Arm Compute Library.</summary>
    Acl = 9,

    /// <summary>OnnxRuntime's CoreML provider.</summary>
    CoreMl = 10,
}
