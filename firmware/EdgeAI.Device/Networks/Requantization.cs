using System;

namespace EdgeAI.Device.Networks;

/// <summary>
/// Brings a 32-bit sum back to int8: saturate(zero + floor(sum * multiplier / 2^shift + 1/2)), each output with its own multiplier and
/// shift. Halves go up, towards plus infinity.
/// </summary>
public sealed class Requantization
{
    /// <summary>The smallest multiplier: it is normalised, so that it has 31 significant bits.</summary>
    public const int SmallestMultiplier = 1 << 30;

    /// <summary>The smallest shift: the factor is then below 128, more than any layer needs.</summary>
    public const int SmallestShift = 24;

    /// <summary>The largest shift: product and half then still fit 64 bits.</summary>
    public const int LargestShift = 61;

    private readonly int[] _multipliers;
    private readonly byte[] _shifts;
    private readonly sbyte _zero;
    private readonly int _lowest;
    private readonly bool _rectified;

    /// <summary>Makes a rule.</summary>
    /// <param name="multipliers">For each output, 2^30 to 2^31 - 1.</param>
    /// <param name="shifts">For each output, 24 to 61.</param>
    /// <param name="zero">What stands for 0 in the result.</param>
    /// <param name="rectified">Whether results below <paramref name="zero"/> become <paramref name="zero"/> (ReLU).</param>
    /// <exception cref="ArgumentException">A multiplier or a shift is outside its range, or there is not one of each for each output.</exception>
    public Requantization(int[] multipliers, byte[] shifts, sbyte zero, bool rectified)
    {
        if (multipliers == null || shifts == null || multipliers.Length != shifts.Length || multipliers.Length == 0)
        {
            throw new ArgumentException("a requantization needs one multiplier and one shift for each output: convert the network again");
        }

        for (int index = 0; index < multipliers.Length; index++)
        {
            if (multipliers[index] < SmallestMultiplier)
            {
                throw new ArgumentException("multiplier " + index + " is below 2^30: normalise it");
            }

            if (shifts[index] < SmallestShift || shifts[index] > LargestShift)
            {
                throw new ArgumentException("shift " + index + " is not from 24 to 61: convert the network again");
            }
        }

        _multipliers = multipliers;
        _shifts = shifts;
        _zero = zero;
        _rectified = rectified;
        _lowest = rectified ? zero : sbyte.MinValue;
    }

    /// <summary>How many outputs there are factors for.</summary>
    public int Outputs
    {
        get { return _multipliers.Length; }
    }

    /// <summary>The result for one output's sum.</summary>
    public sbyte Apply(int sum, int output)
    {
        int shift = _shifts[output];
        long product = (long)sum * _multipliers[output];
        long rounded = (product + (1L << (shift - 1))) >> shift;

        // The rounded value may need 39 bits: it is judged before it is narrowed.
        long value = rounded + _zero;
        if (value < _lowest)
        {
            return (sbyte)_lowest;
        }

        return value > sbyte.MaxValue ? sbyte.MaxValue : (sbyte)value;
    }

    internal void AppendTo(NetworkDigest digest)
    {
        digest.AppendInt32s(_multipliers);
        digest.AppendBytes(_shifts);
        digest.AppendByte((byte)_zero);
        digest.AppendByte(_rectified ? (byte)1 : (byte)0);
    }
}
