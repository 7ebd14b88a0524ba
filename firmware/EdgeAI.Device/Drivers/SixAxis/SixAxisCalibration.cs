using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.SixAxis;

/// <summary>
/// What turns six raw counts and a temperature into a wrench, in integers. Measured and computed elsewhere; checked once, here.
/// </summary>
/// <remarks>
/// <para>With d = count - offset(T) and x = d * gain(T), both per channel, axis j is the sum over channels i of
/// Matrix[6 j + i] * x[i] / 2^Shift[j], in steps of the force scale (j = 0, 1, 2: x, y, z) or the torque scale (3, 4, 5).</para>
/// <para>Offset and gain are given at knots of temperature and run straight between them. Offsets are in 1/64 of a count, gains in 1/2^30, so
/// that 1 073 741 824 leaves a channel as it is.</para>
/// <para>Bounds, which keep every sum inside 64 bits: counts and offsets of 24 bits, so d * 64 is below 2^30; gains below 2, so x * 64 is
/// below 2^31; a matrix of entries up to 2^28, so six products stay below 2^62.</para>
/// </remarks>
public sealed class SixAxisCalibration
{
    /// <summary>Channels, and axes.</summary>
    public const int Axes = 6;

    /// <summary>Fraction bits of offsets and compensated counts.</summary>
    public const int CountBits = 6;

    /// <summary>Fraction bits of gains.</summary>
    public const int GainBits = 30;

    /// <summary>The gain that changes nothing.</summary>
    public const int UnitGain = 1 << GainBits;

    /// <summary>The largest magnitude of a matrix entry.</summary>
    public const int LargestEntry = 1 << 28;

    /// <summary>The largest shift of an axis.</summary>
    public const int LargestShift = 40;

    /// <summary>The largest magnitude of an offset: 24 bits of count.</summary>
    public const int LargestOffset = 1 << (23 + CountBits);

    /// <summary>The lowest temperature of a knot, hundredths of a degree Celsius.</summary>
    public const int LowestKnot = -10000;

    /// <summary>The highest temperature of a knot.</summary>
    public const int HighestKnot = 20000;

    private readonly int[] _matrix = new int[Axes * Axes];
    private readonly int[] _shifts = new int[Axes];
    private readonly int[] _knots;
    private readonly int[] _offsets;
    private readonly int[] _gains;

    /// <summary>Takes a copy of a calibration.</summary>
    /// <param name="matrix">36 entries, row by row, of magnitude up to 2^28: a row is an axis (Fx, Fy, Fz, Tx, Ty, Tz), a column a channel.</param>
    /// <param name="shifts">Six shifts, 0 to 40, one to an axis.</param>
    /// <param name="knots">At least one temperature in hundredths of a degree Celsius, -10000 to 20000, rising.</param>
    /// <param name="offsets">Six to each knot, knot by knot, in 1/64 count, of magnitude up to 2^29.</param>
    /// <param name="gains">Six to each knot, knot by knot, in 1/2^30, 1 to 2^31 - 1.</param>
    /// <param name="force">What one step of force is worth.</param>
    /// <param name="torque">What one step of torque is worth.</param>
    /// <exception cref="ArgumentException">A table has another length than it should, or a value lies outside its range.</exception>
    public SixAxisCalibration(int[] matrix, int[] shifts, int[] knots, int[] offsets, int[] gains, Scale force, Scale torque)
    {
        Require(matrix.Length == Axes * Axes && AreWithin(matrix, -LargestEntry, LargestEntry), "a six-axis matrix has 36 entries of magnitude up to 2^28");
        Require(shifts.Length == Axes && AreWithin(shifts, 0, LargestShift), "a six-axis calibration has 6 shifts of 0 to 40");
        Require(knots.Length >= 1 && AreWithin(knots, LowestKnot, HighestKnot) && AreRising(knots), "temperature knots must rise, from -10000 to 20000 hundredths of a degree");
        Require(offsets.Length == Axes * knots.Length && AreWithin(offsets, -LargestOffset, LargestOffset), "each temperature knot has 6 offsets of magnitude up to 2^29");
        Require(gains.Length == Axes * knots.Length && AreWithin(gains, 1, int.MaxValue), "each temperature knot has 6 gains above 0");
        Array.Copy(matrix, 0, _matrix, 0, matrix.Length);
        Array.Copy(shifts, 0, _shifts, 0, Axes);
        _knots = Copy(knots);
        _offsets = Copy(offsets);
        _gains = Copy(gains);
        ForceScale = force;
        TorqueScale = torque;
    }

    /// <summary>What one step of force is worth.</summary>
    public Scale ForceScale { get; }

    /// <summary>What one step of torque is worth.</summary>
    public Scale TorqueScale { get; }

    /// <summary>Whether offset or gain depend on temperature: false with a single knot, which then holds at any temperature.</summary>
    public bool NeedsTemperature
    {
        get { return _knots.Length > 1; }
    }

    /// <summary>Computes a wrench. Pure; allocates nothing.</summary>
    /// <param name="counts">Six raw counts, -8388608 to 8388607.</param>
    /// <param name="temperature">Hundredths of a degree Celsius; of no meaning where the calibration needs none.</param>
    /// <param name="values">Receives Fx, Fy, Fz, Tx, Ty, Tz in steps of the scales.</param>
    /// <returns>How it went; unless Ok, the values are of no meaning.</returns>
    /// <remarks>
    /// Against exact arithmetic on the same tables an axis is off by at most half a step plus 1/32 count times the sum of the magnitudes of its
    /// row, Matrix / 2^Shift: offset 1/128, gain 2^24 / 2^31 and the product 1/128 of a count each, the first doubled at most by the gain.
    /// </remarks>
    public SixAxisOutcome TryApply(int[] counts, int temperature, int[] values)
    {
        int below = 0;
        long part = 0;
        long span = 1;
        if (NeedsTemperature)
        {
            if (temperature < _knots[0] || temperature > _knots[_knots.Length - 1])
            {
                return SixAxisOutcome.OutsideCalibratedTemperature;
            }

            while (below < _knots.Length - 2 && temperature >= _knots[below + 1])
            {
                below++;
            }

            part = temperature - _knots[below];
            span = _knots[below + 1] - _knots[below];
        }

        for (int axis = 0; axis < Axes; axis++)
        {
            long sum = 0;
            for (int channel = 0; channel < Axes; channel++)
            {
                sum += _matrix[Axes * axis + channel] * Compensate(counts[channel], Axes * below + channel, part, span);
            }

            int shift = _shifts[axis] + CountBits;
            long value = (sum + (1L << (shift - 1))) >> shift;
            if (value > int.MaxValue || value < int.MinValue)
            {
                return SixAxisOutcome.BeyondRange;
            }

            values[axis] = (int)value;
        }

        return SixAxisOutcome.Ok;
    }

    /// <summary>A count less its offset, times its gain, in 1/64 count.</summary>
    private long Compensate(int count, int at, long part, long span)
    {
        long offset = Interpolate(_offsets, at, part, span);
        long gain = Interpolate(_gains, at, part, span);
        long difference = ((long)count << CountBits) - offset;
        return (difference * gain + (1L << (GainBits - 1))) >> GainBits;
    }

    private static long Interpolate(int[] table, int at, long part, long span)
    {
        if (part == 0)
        {
            return table[at];
        }

        long rise = ((long)table[at + Axes] - table[at]) * part;
        return table[at] + (rise + (rise < 0 ? -span / 2 : span / 2)) / span;
    }

    private static int[] Copy(int[] values)
    {
        int[] copy = new int[values.Length];
        Array.Copy(values, 0, copy, 0, values.Length);
        return copy;
    }

    private static bool AreWithin(int[] values, int lowest, int highest)
    {
        bool within = true;
        for (int i = 0; i < values.Length; i++)
        {
            within &= values[i] >= lowest && values[i] <= highest;
        }

        return within;
    }

    private static bool AreRising(int[] values)
    {
        bool rising = true;
        for (int i = 1; i < values.Length; i++)
        {
            rising &= values[i] > values[i - 1];
        }

        return rising;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
