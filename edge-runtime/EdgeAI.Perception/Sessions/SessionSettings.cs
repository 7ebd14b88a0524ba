using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>OnnxRuntime's session options from ours.</summary>
internal static class SessionSettings
{
    // The keys of onnxruntime_session_options_config_keys.h.
    private const string ExternalFolder = "session.model_external_initializers_file_folder_path";

    /// <summary>Makes them; the caller frees them.</summary>
    public static SessionOptions Of(ModelSource source, ModelOptions options)
    {
        SessionOptions native = new()
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (source.Externals.Count > 0)
        {
            native.AddSessionConfigEntry(ExternalFolder, source.Folder);
        }

        return native;
    }
}
