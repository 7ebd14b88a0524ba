using EdgeAI.Device.Messages;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>What OnnxRuntime calls its execution providers, and where each keeps what it compiles.</summary>
public static class ProviderFacts
{
    private static readonly (ExecutionProvider Provider, string Word, string Native, string Generic, string[] CacheOptions)[] Facts =
    [
        (ExecutionProvider.Cpu, "cpu", "CPUExecutionProvider", "CPU", []),
        (ExecutionProvider.TensorRt, "tensorrt", "TensorrtExecutionProvider", "Tensorrt", ["trt_engine_cache_path", "trt_timing_cache_path"]),
        (ExecutionProvider.Cuda, "cuda", "CUDAExecutionProvider", "CUDA", []),
        (ExecutionProvider.Cann, "cann", "CANNExecutionProvider", "CANN", []),
        (ExecutionProvider.OpenVino, "openvino", "OpenVINOExecutionProvider", "OpenVINO", ["cache_dir"]),
        (ExecutionProvider.Qnn, "qnn", "QNNExecutionProvider", "QNN", []),
        (ExecutionProvider.Xnnpack, "xnnpack", "XnnpackExecutionProvider", "XNNPACK", []),
        (ExecutionProvider.Acl, "acl", "ACLExecutionProvider", "ACL", []),
        (ExecutionProvider.CoreMl, "coreml", "CoreMLExecutionProvider", "CoreML", ["ModelCacheDirectory"]),
    ];

    /// <summary>The providers that a model can ask for, by the words that profiles use.</summary>
    public static IReadOnlyDictionary<string, ExecutionProvider> ByWord { get; } = Facts.ToDictionary(static fact => fact.Word, static fact => fact.Provider);

    /// <summary>The providers that this machine's OnnxRuntime was built with; whether their devices are there shows when a model is opened.</summary>
    public static IReadOnlyList<ExecutionProvider> Built()
    {
        IReadOnlyList<string> names = OnnxRuntimeProviders.Instance.Available();
        return [.. Facts.Where(fact => names.Contains(fact.Native)).Select(static fact => fact.Provider)];
    }

    /// <summary>The word that profiles and lines to a person use.</summary>
    public static string WordOf(ExecutionProvider provider) => Of(provider).Word;

    /// <summary>Whether a session can ask for it.</summary>
    internal static bool IsKnown(ExecutionProvider provider) => Array.Exists(Facts, fact => fact.Provider == provider);

    /// <summary>The name in OnnxRuntime's list of what it was built with, and in its profiles.</summary>
    internal static string NativeOf(ExecutionProvider provider) => Of(provider).Native;

    /// <summary>The name that OnnxRuntime's generic append takes.</summary>
    internal static string GenericOf(ExecutionProvider provider) => Of(provider).Generic;

    /// <summary>The options that name a folder for what it compiles; empty where it compiles nothing that can be kept.</summary>
    internal static string[] CacheOptionsOf(ExecutionProvider provider) => Of(provider).CacheOptions;

    /// <summary>Whether it reads its inputs where the CPU writes them; the others may have memory of their own.</summary>
    internal static bool IsInCpuMemory(ExecutionProvider provider) =>
        provider is ExecutionProvider.Cpu or ExecutionProvider.Xnnpack or ExecutionProvider.Acl or ExecutionProvider.CoreMl;

    private static (ExecutionProvider Provider, string Word, string Native, string Generic, string[] CacheOptions) Of(ExecutionProvider provider) =>
        Facts.First(fact => fact.Provider == provider);
}
