using EdgeAI.Device.Networks;

namespace EdgeAI.Perception.Networks;

/// <summary>
/// Post-training quantisation to NETWORKS.md: weights symmetric with one scale for each output, activations asymmetric with the range that
/// the calibration inputs reach, 0 always within it.
/// </summary>
internal static class Quantizer
{
    /// <summary>Quantises a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="calibration">Inputs like those that it will get.</param>
    /// <param name="inputScale">The value of one step of the input; null takes it from the calibration inputs. Where it is given, the input's zero point is 0.</param>
    /// <exception cref="ArgumentException">A layer's sums may not fit 32 bits, or a factor is too large.</exception>
    public static QuantizedNetwork Quantize(FloatNetwork network, IReadOnlyList<double[]> calibration, double? inputScale)
    {
        (double scale, sbyte zero) = inputScale is { } given ? (given, (sbyte)0) : RangeOf(calibration);
        double firstScale = scale;
        sbyte firstZero = zero;
        List<QuantizedLayer> layers = [];
        IReadOnlyList<double[]> values = calibration;
        foreach (FloatLayer layer in network.Layers)
        {
            values = [.. values.Select(layer.Run)];
            if (layer.IsWeighted)
            {
                (double outputScale, sbyte outputZero) = RangeOf(values);
                layers.Add(Weighted(layer, scale, zero, outputScale, outputZero));
                (scale, zero) = (outputScale, outputZero);
            }
            else
            {
                layers.Add(new QuantizedLayer { Source = layer, InputZero = zero, OutputScale = scale, OutputZero = zero });
            }
        }

        ushort[]? exponentials = network.EndsInSoftmax
            ? [.. Enumerable.Range(0, ClassProbabilities.TableLength).Select(distance => (ushort)Math.Round(ClassProbabilities.One * Math.Exp(-distance * scale)))]
            : null;
        return new QuantizedNetwork(network, firstScale, firstZero, layers, exponentials);
    }

    private static (double Scale, sbyte Zero) RangeOf(IReadOnlyList<double[]> rows)
    {
        double low = 0;
        double high = 0;
        foreach (double[] row in rows)
        {
            foreach (double value in row)
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        if (!double.IsFinite(high - low))
        {
            throw new ArgumentException("its values grow beyond all bounds on the calibration inputs: export it again");
        }

        double scale = high > low ? (high - low) / 255 : 1;
        return (scale, (sbyte)Math.Clamp(Math.Round(-128 - (low / scale)), -128, 127));
    }

    private static QuantizedLayer Weighted(FloatLayer layer, double inputScale, sbyte inputZero, double outputScale, sbyte outputZero)
    {
        int outputs = layer.Biases.Length;
        int perOutput = layer.Weights.Length / outputs;
        sbyte[] weights = new sbyte[layer.Weights.Length];
        int[] biases = new int[outputs];
        int[] multipliers = new int[outputs];
        byte[] shifts = new byte[outputs];
        for (int output = 0; output < outputs; output++)
        {
            ReadOnlySpan<float> row = layer.Weights.AsSpan(output * perOutput, perOutput);
            double largest = 0;
            foreach (float weight in row)
            {
                largest = Math.Max(largest, Math.Abs(weight));
            }

            // A bias far larger than the weights must still fit a sum: it then sets the scale.
            double weightScale = Math.Max(largest / 127, Math.Abs(layer.Biases[output]) / (inputScale * (1 << 30)));
            weightScale = weightScale > 0 ? weightScale : 1;
            int sum = 0;
            for (int index = 0; index < perOutput; index++)
            {
                sbyte weight = (sbyte)Math.Round(row[index] / weightScale);
                weights[(output * perOutput) + index] = weight;
                sum += weight;
            }

            biases[output] = (int)Math.Round(layer.Biases[output] / (inputScale * weightScale)) - (inputZero * sum);
            (multipliers[output], shifts[output]) = Factor(layer, inputScale * weightScale / outputScale);
        }

        return new QuantizedLayer
        {
            Source = layer,
            InputZero = inputZero,
            OutputScale = outputScale,
            OutputZero = outputZero,
            Weights = weights,
            Biases = biases,
            Multipliers = multipliers,
            Shifts = shifts,
        };
    }

    private static (int Multiplier, byte Shift) Factor(FloatLayer layer, double factor)
    {
        int shift = 30 - (int)Math.Floor(Math.Log2(factor));
        double multiplier = Math.Round(Math.ScaleB(factor, shift));
        if (multiplier > int.MaxValue)
        {
            multiplier /= 2;
            shift--;
        }

        if (shift < Requantization.SmallestShift)
        {
            throw new ArgumentException($"{layer.Title} amplifies {factor:g3} times from step to step: its calibration inputs reach too little of its range");
        }

        // A smaller factor makes every sum that can stand here less than one step: the smallest one that there is does the same.
        return shift > Requantization.LargestShift ? (Requantization.SmallestMultiplier, (byte)Requantization.LargestShift) : ((int)multiplier, (byte)shift);
    }
}
