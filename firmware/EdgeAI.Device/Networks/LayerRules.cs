using System;

namespace EdgeAI.Device.Networks;

/// <summary>What the constructors of layers refuse: shapes that do not fit, and sums that would not fit 32 bits.</summary>
internal static class LayerRules
{
    /// <summary>The most values that a layer takes or gives: a bound on a board's memory.</summary>
    public const int MostValues = 4096;

    public static void Size(string layer, string what, int value, int most)
    {
        if (value < 1 || value > most)
        {
            throw new ArgumentException(layer + ": " + what + " is " + value + ", not from 1 to " + most);
        }
    }

    public static void Tables(string layer, sbyte[] weights, int expectedWeights, int[] biases, Requantization requantization, int outputs)
    {
        if (weights == null || biases == null || requantization == null)
        {
            throw new ArgumentException(layer + ": weights, biases and requantization are needed: none may be null");
        }

        if (weights.Length != expectedWeights)
        {
            throw new ArgumentException(layer + ": " + weights.Length + " weights where the shape asks for " + expectedWeights);
        }

        if (biases.Length != outputs || requantization.Outputs != outputs)
        {
            throw new ArgumentException(layer + ": " + biases.Length + " biases and " + requantization.Outputs + " multipliers where there are " + outputs + " outputs");
        }

        int perOutput = expectedWeights / outputs;
        for (int output = 0; output < outputs; output++)
        {
            // The farthest that a sum can go: every input is -128 or 127, and each partial sum lies within this bound, too.
            long bound = biases[output] < 0 ? -(long)biases[output] : biases[output];
            for (int index = output * perOutput; index < (output + 1) * perOutput; index++)
            {
                int weight = weights[index];
                bound += 128 * (weight < 0 ? -weight : weight);
            }

            if (bound > int.MaxValue)
            {
                throw new ArgumentException(layer + ": the sum of output " + output + " may not fit 32 bits: make the layer smaller");
            }
        }
    }
}
