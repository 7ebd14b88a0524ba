using System;

namespace EdgeAI.Device.Networks;

/// <summary>
/// Turns a classifier's int8 outputs into probabilities with integers alone: a softmax over a table of exponentials, one for each
/// distance from the largest output (NETWORKS.md, "Probabilities").
/// </summary>
public sealed class ClassProbabilities
{
    /// <summary>The entries of the table: outputs are at most 255 apart.</summary>
    public const int TableLength = 256;

    /// <summary>What stands for 1.</summary>
    public const int One = 65535;

    private readonly ushort[] _exponentials;

    /// <summary>Makes it over a table that it keeps and never changes.</summary>
    /// <param name="exponentials">For each distance d from 0 to 255 the nearest integer to 65535 * e^(-d * s), s being the value of one step of the outputs.</param>
    /// <exception cref="ArgumentException">The table has another length, does not begin with 65535, or grows.</exception>
    public ClassProbabilities(ushort[] exponentials)
    {
        if (exponentials == null || exponentials.Length != TableLength || exponentials[0] != One)
        {
            throw new ArgumentException("the exponentials must be 256 values, 65535 first: convert the network again");
        }

        for (int index = 1; index < TableLength; index++)
        {
            if (exponentials[index] > exponentials[index - 1])
            {
                throw new ArgumentException("the exponentials must not grow: convert the network again");
            }
        }

        _exponentials = exponentials;
    }

    /// <summary>Computes the probabilities: 65535 * exponential / sum, rounded half up.</summary>
    /// <param name="outputs">The network's outputs.</param>
    /// <param name="count">How many of them are valid, 1 or more.</param>
    /// <param name="probabilities">Receives as many, 65535 for 1.</param>
    public void Compute(sbyte[] outputs, int count, ushort[] probabilities)
    {
        int largest = outputs[0];
        for (int index = 1; index < count; index++)
        {
            largest = outputs[index] > largest ? outputs[index] : largest;
        }

        long sum = 0;
        for (int index = 0; index < count; index++)
        {
            sum += _exponentials[largest - outputs[index]];
        }

        for (int index = 0; index < count; index++)
        {
            long share = ((long)_exponentials[largest - outputs[index]] * One) + (sum / 2);
            probabilities[index] = (ushort)(share / sum);
        }
    }
}
