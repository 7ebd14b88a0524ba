using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.Bridges;

/// <summary>Tare and scale from two loads, in integers: on the board when it is told to calibrate, or on the robot. Pure.</summary>
public static class TwoPointCalibration
{
    /// <summary>The largest load, in micronewton: 1 MN.</summary>
    private const long LargestLoad = 1000000000000L;

    /// <summary>Highest mantissa that is sought: nine decimal digits, finer than the 24 bits of the converter.</summary>
    private const long MantissaLimit = 1000000000L;

    /// <summary>Computes the scale whose value is 0 N at the first count and the given load at the second.</summary>
    /// <param name="countUnloaded">Raw count (averaged) without load; becomes the tare.</param>
    /// <param name="countLoaded">Raw count (averaged) with the load.</param>
    /// <param name="loadMicronewtons">The load in micronewton, -10^12 to 10^12, not zero; a mass of 1 kg weighs 9 806 650.</param>
    /// <param name="scale">Newton per count.</param>
    /// <returns>False if the counts are equal, or the load is zero or out of range: then there is no scale.</returns>
    public static bool TryCompute(int countUnloaded, int countLoaded, long loadMicronewtons, out Scale scale)
    {
        scale = new Scale(1, 0, Unit.Count);
        long steps = (long)countLoaded - countUnloaded;
        if (steps == 0 || loadMicronewtons == 0 || loadMicronewtons > LargestLoad || loadMicronewtons < -LargestLoad)
        {
            return false;
        }

        bool negative = steps < 0 != loadMicronewtons < 0;
        long divisor = steps < 0 ? -steps : steps;
        long quotient = (loadMicronewtons < 0 ? -loadMicronewtons : loadMicronewtons) / divisor;
        long remainder = (loadMicronewtons < 0 ? -loadMicronewtons : loadMicronewtons) % divisor;
        int exponent = -6;
        while (quotient < MantissaLimit / 10 && exponent > -18)
        {
            remainder *= 10;
            quotient = quotient * 10 + remainder / divisor;
            remainder %= divisor;
            exponent--;
        }

        while (quotient >= MantissaLimit)
        {
            remainder = 0;
            quotient /= 10;
            exponent++;
        }

        quotient += remainder * 2 >= divisor ? 1 : 0;
        if (quotient == 0)
        {
            return false;
        }

        scale = new Scale((int)(negative ? -quotient : quotient), (sbyte)exponent, Unit.Newton);
        return true;
    }

    /// <summary>Computes the scale by which a bridge reads a known force now.</summary>
    /// <param name="tareCount">The raw count without load.</param>
    /// <param name="rawCount">The raw count now.</param>
    /// <param name="reference">The force that acts now, in steps of its scale.</param>
    /// <param name="referenceScale">What a step of the reference is worth.</param>
    /// <param name="scale">Newton per count; of no meaning unless Done.</param>
    /// <returns>Done; WrongUnit unless the reference is in newton; OutOfRange where there is no such scale.</returns>
    public static CalibrationOutcome Calibrate(int tareCount, int rawCount, int reference, Scale referenceScale, out Scale scale)
    {
        scale = new Scale(1, 0, Unit.Count);
        if (referenceScale.Unit != Unit.Newton)
        {
            return CalibrationOutcome.WrongUnit;
        }

        bool computed = TryToMicronewtons(reference, referenceScale, out long micronewtons)
            && TryCompute(tareCount, rawCount, micronewtons, out scale);
        return computed ? CalibrationOutcome.Done : CalibrationOutcome.OutOfRange;
    }

    /// <summary>Computes a force in micronewton, rounded towards zero; false if it is beyond what can be calibrated with.</summary>
    private static bool TryToMicronewtons(int reference, Scale scale, out long micronewtons)
    {
        // Two factors of 32 bits fit 63.
        micronewtons = (long)reference * scale.Mantissa;
        for (int exponent = scale.Exponent + 6; exponent < 0; exponent++)
        {
            micronewtons /= 10;
        }

        for (int exponent = scale.Exponent + 6; exponent > 0 && micronewtons <= LargestLoad && micronewtons >= -LargestLoad; exponent--)
        {
            micronewtons *= 10;
        }

        return micronewtons <= LargestLoad && micronewtons >= -LargestLoad;
    }
}
