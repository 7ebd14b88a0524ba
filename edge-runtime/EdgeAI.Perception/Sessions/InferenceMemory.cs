using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>
/// Bounds what OnnxRuntime takes on the CPU: all sessions with an arena share one that has an end. A file of two kilobytes can double a tensor
/// thirty times over; without an end that takes the machine's memory, and the kernel then ends the process.
/// </summary>
internal static class InferenceMemory
{
    /// <summary>Bytes of all sessions' weights and tensors together, beside the bound inputs and outputs.</summary>
    public const uint MaxBytes = 1u << 30;

    private const int Default = -1;
    private static readonly Lock Gate = new();
    private static bool _isBounded;

    /// <summary>Makes the shared arena; calling it again costs nothing.</summary>
    public static void Bound()
    {
        lock (Gate)
        {
            if (_isBounded)
            {
                return;
            }

            using OrtMemoryInfo place = new("Cpu", OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
            using OrtArenaCfg arena = new(MaxBytes, Default, Default, Default);
            OrtEnv.Instance().CreateAndRegisterAllocator(place, arena);
            _isBounded = true;
        }
    }
}
