using EdgeAI.Benchmarks.Inference;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Stages;

namespace EdgeAI.Benchmarks.Load;

/// <summary>The same varied readings for both sides.</summary>
internal static class LoadReadings
{
    private static readonly int[][] Taxels = InferenceInputs.Make(GraspStabilityStage.TaxelCount);

    public static void Fill(TactileArray into, long number)
    {
        int[] values = Taxels[number % Taxels.Length];
        into.TaxelCount = values.Length;
        for (int taxel = 0; taxel < values.Length; taxel++)
        {
            into.Values[taxel] = (short)values[taxel];
        }
    }

    public static void Fill(WrenchStamped into, long number)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            into.Force[axis] = (int)(number % 1000) + axis;
            into.Torque[axis] = (int)(number % 777) - axis;
        }
    }

    /// <summary>What a torque stage does at least: looks at every axis.</summary>
    public static long SumOf(WrenchStamped reading)
    {
        long sum = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            sum += reading.Force[axis] + reading.Torque[axis];
        }

        return sum;
    }
}
