using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>OnnxRuntime's session options from ours.</summary>
internal static class SessionSettings
{
    // The keys of onnxruntime_session_options_config_keys.h.
    private const string ExternalFolder = "session.model_external_initializers_file_folder_path";
    private const string FoldedBytes = "optimization.constant_folding_max_output_size_in_bytes";
    private const string SharedArena = "session.use_env_allocators";

    // Constants that grow while a graph is loaded stay in memory.
    private const string MostFoldedBytes = "67108864";

    /// <summary>Makes them; the caller frees them.</summary>
    public static SessionOptions Of(ModelSource source, ModelOptions options)
    {
        SessionOptions native = new()
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = LevelOf(options.Optimisation),
            EnableCpuMemArena = options.UsesArena,
            EnableMemoryPattern = options.UsesMemoryPattern,

            // What fails is thrown as well, and told in one line.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        native.AddSessionConfigEntry(FoldedBytes, MostFoldedBytes);
        if (options.UsesArena)
        {
            native.AddSessionConfigEntry(SharedArena, "1");
        }

        if (source.Externals.Count > 0)
        {
            native.AddSessionConfigEntry(ExternalFolder, source.Folder);
        }

        return native;
    }

    private static GraphOptimizationLevel LevelOf(GraphOptimisation level) => level switch
    {
        GraphOptimisation.None => GraphOptimizationLevel.ORT_DISABLE_ALL,
        GraphOptimisation.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
        GraphOptimisation.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
    };
}
