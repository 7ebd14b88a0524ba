using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Stages;

/// <summary>What can run a model: OnnxRuntime's execution providers.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ModelProvider>))]
public enum ModelProvider
{
    /// <summary>NVIDIA TensorRT.</summary>
    Tensorrt,

    /// <summary>NVIDIA CUDA.</summary>
    Cuda,

    /// <summary>Huawei CANN.</summary>
    Cann,

    /// <summary>Intel OpenVINO.</summary>
    Openvino,

    /// <summary>Qualcomm QNN.</summary>
    Qnn,

    /// <summary>XNNPACK.</summary>
    Xnnpack,

    /// <summary>The Arm Compute Library.</summary>
    Acl,

    /// <summary>Apple CoreML.</summary>
    Coreml,

    /// <summary>The CPU.</summary>
    Cpu,
}
