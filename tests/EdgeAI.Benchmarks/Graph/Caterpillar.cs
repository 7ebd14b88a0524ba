using EdgeAI.Device.Messages;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>The chain that every way runs: one source, eight stages one behind the other, a sink behind each.</summary>
internal static class Caterpillar
{
    public const int ChainStages = 8;

    /// <summary>What a stage does: hardly anything, so that what is measured is everything else.</summary>
    public static void Work(ForceStamped input, ForceStamped output) => output.Value = input.Value + 1;
}
