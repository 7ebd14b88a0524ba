using EdgeAI.Perception.Models;

namespace EdgeAI.Benchmarks.Inference;

/// <summary>
/// Microseconds per inference through our stage (reading in, classification with both digests out) beside the bare
/// OnnxRuntime session over bound buffers and beside its usual way, on the same inputs, in the same run.
/// </summary>
internal static class InferenceBenchmarks
{
    private const int Rounds = 301;
    private const int WarmUpRounds = 40;
    private const int InferencesPerRound = 250;

    /// <summary>Measures both models; a first argument names the folder that holds them.</summary>
    /// <returns>0, or 1 where a model does not open.</returns>
    public static int Run(string[] args)
    {
        string folder = args.Length > 0 ? args[0] : Path.Combine("edge-runtime", "models");
        Console.WriteLine($"inference: {Rounds} interleaved rounds of {InferencesPerRound} per way, one thread, median (10th to 90th percentile)");
        return Measure(Path.Combine(folder, "grasp-stability"), static model => new GraspWay(model))
            && Measure(Path.Combine(folder, "force-torque-failure"), static model => new WrenchWay(model)) ? 0 : 1;
    }

    private static bool Measure(string folder, Func<Model, IInferenceWay> stage)
    {
        if (!Model.TryOpen(folder, new ModelOptions(), out Model? model, out string problem))
        {
            Console.Error.WriteLine(problem);
            return false;
        }

        using (model)
        {
            using BoundWay bound = new(folder, model!.Card);
            using NamedWay named = new(folder, model.Card);
            WayTiming[] timings = [new(bound), new(stage(model)), new(named)];
            for (int round = 0; round < WarmUpRounds + Rounds; round++)
            {
                // Rounds are short and each starts with another way, so that a slow moment meets all of them.
                for (int turn = 0; turn < timings.Length; turn++)
                {
                    timings[(round + turn) % timings.Length].Measure(InferencesPerRound, isKept: round >= WarmUpRounds);
                }
            }

            Print(model.Card.Name, timings);
        }

        return true;
    }

    private static void Print(string name, WayTiming[] timings)
    {
        Console.WriteLine(name);
        foreach (WayTiming timing in timings)
        {
            string range = $"({timing.Percentile(0.1):F2} to {timing.Percentile(0.9):F2})";
            Console.WriteLine(
                $"  {timing.Name,-50} {timing.Percentile(0.5),7:F2} us {range,-18} {timing.RatioTo(timings[0]),5:F2} x  {timing.BytesPerInference,7:F0} B");
        }
    }
}
