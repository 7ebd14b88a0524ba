using System.Numerics.Tensors;

namespace EdgeAI.Perception.Heads;

/// <summary>Turns a classifier's numbers into probabilities: as they are where they already are probabilities, by softmax where they are logits.</summary>
internal static class ClassScores
{
    /// <summary>How far the sum of probabilities may be from 1; half precision rounds by less.</summary>
    public const float SumTolerance = 0.01f;

    /// <summary>Writes the probability of each class; false where a number is none.</summary>
    /// <param name="values">Probabilities or logits.</param>
    /// <param name="probabilities">Takes as many.</param>
    public static bool TryRead(ReadOnlySpan<float> values, Span<float> probabilities)
    {
        float highest = TensorPrimitives.Max(values);
        float lowest = TensorPrimitives.Min(values);
        if (!float.IsFinite(highest) || !float.IsFinite(lowest))
        {
            return false;
        }

        if (lowest >= 0 && MathF.Abs(TensorPrimitives.Sum(values) - 1) <= SumTolerance)
        {
            TensorPrimitives.Min(values, 1, probabilities);
            return true;
        }

        TensorPrimitives.Subtract(values, highest, probabilities);
        TensorPrimitives.Exp(probabilities, probabilities);
        TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum(probabilities), probabilities);
        return true;
    }
}
