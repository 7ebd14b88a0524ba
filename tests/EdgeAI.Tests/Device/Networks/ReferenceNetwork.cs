using System.Numerics;

namespace EdgeAI.Tests.Device.Networks;

/// <summary>NETWORKS.md written a second time: slow, in numbers of any size, and with nothing of the runner.</summary>
internal static class ReferenceNetwork
{
    /// <summary>saturate(zero + floor((sum * m + 2^(s-1)) / 2^s)).</summary>
    public static int Requantize(BigInteger sum, int multiplier, int shift, int zero, bool rectified)
    {
        BigInteger scaled = Floor((sum * multiplier) + BigInteger.Pow(2, shift - 1), BigInteger.Pow(2, shift));
        return (int)BigInteger.Min(127, BigInteger.Max(rectified ? zero : -128, scaled + zero));
    }

    public static int[] Dense(int[] x, int outputs, sbyte[] weights, int[] biases, Func<BigInteger, int, int> requantize) =>
        [.. Enumerable.Range(0, outputs).Select(o => requantize(x.Select((value, i) => (BigInteger)value * weights[(o * x.Length) + i]).Aggregate((BigInteger)biases[o], BigInteger.Add), o))];

    public static int[] Convolution(
        int[] x, int channels, int kernel, int outputs, int stride, int before, int after, int inputZero, sbyte[] weights, int[] biases, Func<BigInteger, int, int> requantize)
    {
        // The padding is written out, so that no edge is a case of its own.
        int samples = x.Length / channels;
        int[][] padded = [.. Enumerable.Range(0, channels).Select(c => (int[])[
            .. Enumerable.Repeat(inputZero, before), .. x.Skip(c * samples).Take(samples), .. Enumerable.Repeat(inputZero, after)])];
        List<int> result = [];
        for (int o = 0; o < outputs; o++)
        {
            for (int start = 0; start + kernel <= padded[0].Length; start += stride)
            {
                BigInteger sum = biases[o];
                for (int c = 0; c < channels; c++)
                {
                    for (int k = 0; k < kernel; k++)
                    {
                        sum += weights[(o * channels * kernel) + (c * kernel) + k] * padded[c][start + k];
                    }
                }

                result.Add(requantize(sum, o));
            }
        }

        return [.. result];
    }

    public static int[] Pool(int[] x, int channels, int window, int stride, bool largest)
    {
        List<int> result = [];
        foreach (int[] channel in x.Chunk(x.Length / channels))
        {
            for (int start = 0; start + window <= channel.Length; start += stride)
            {
                ArraySegment<int> values = new(channel, start, window);
                result.Add(largest ? values.Max() : (int)Floor((2 * values.Sum()) + window, 2 * window));
            }
        }

        return [.. result];
    }

    /// <summary>NETWORKS.md, "Probabilities".</summary>
    public static int[] Probabilities(int[] outputs, ushort[] exponentials)
    {
        BigInteger[] shares = [.. outputs.Select(output => (BigInteger)exponentials[outputs.Max() - output])];
        BigInteger sum = shares.Aggregate(BigInteger.Add);
        return [.. shares.Select(share => (int)(((share * 65535) + (sum / 2)) / sum))];
    }

    /// <summary>NETWORKS.md, "The tactile window": readings of taxels, oldest first.</summary>
    public static int[] Window(IReadOnlyList<short[]> readings, int groups)
    {
        int taxels = readings[0].Length / groups;
        List<int> result = [];
        for (int group = 0; group < groups; group++)
        {
            BigInteger[] sums = [.. Enumerable.Range(group * taxels, taxels).Select(taxel => readings.Aggregate(BigInteger.Zero, (sum, reading) => sum + reading[taxel]))];
            BigInteger total = sums.Aggregate(BigInteger.Add);
            BigInteger[] distances = [.. sums.Select(sum => (taxels * sum) - total)];
            BigInteger spread = BigInteger.Max(1, distances.Aggregate(BigInteger.Zero, static (sum, distance) => sum + BigInteger.Abs(distance)));
            result.AddRange(distances.Select(distance => (int)BigInteger.Min(127, BigInteger.Max(-127, Floor((2 * 32 * taxels * distance) + spread, 2 * spread)))));
        }

        return [.. result];
    }

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
