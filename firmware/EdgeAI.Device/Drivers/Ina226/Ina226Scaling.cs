using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.Ina226;

/// <summary>The arithmetic of the INA226 between shunt, calibration register and steps. Integers only; pure.</summary>
public static class Ina226Scaling
{
    /// <summary>The largest calibration: the register has 15 bits (DS "Calibration register 05h").</summary>
    public const int HighestCalibration = 0x7FFF;

    /// <summary>Above this a mantissa times 25, the power's, does not fit in 31 bits.</summary>
    private const long MantissaLimit = 80000000L;

    /// <summary>Longest time of a conversion in microseconds, by its code (DS "Electrical characteristics", ADC conversion time, maximum).</summary>
    private static readonly int[] LongestMicroseconds = new int[] { 154, 224, 365, 646, 1210, 2328, 4572, 9068 };

    private static readonly int[] AverageCounts = new int[] { 1, 4, 16, 64, 128, 256, 512, 1024 };

    /// <summary>Computes the calibration register: 0.00512 / (current step * shunt), truncated (DS equation 1).</summary>
    /// <exception cref="ArgumentException">Shunt and step ask for a calibration outside 1 to 32767.</exception>
    public static int Calibration(int shuntMicroohms, int stepMicroamperes)
    {
        long product = (long)shuntMicroohms * stepMicroamperes;
        long calibration = shuntMicroohms > 0 && stepMicroamperes > 0 ? 5120000000L / product : 0;
        if (calibration < 1 || calibration > HighestCalibration)
        {
            throw new ArgumentException("shunt times current step must be 0.1563 to 5120 microvolt; choose another step for this shunt");
        }

        return (int)calibration;
    }

    /// <summary>Computes what one step of current truly is with a truncated calibration: 0.00512 / (calibration * shunt), in ampere.</summary>
    public static Scale CurrentScale(int calibration, int shuntMicroohms)
    {
        long divisor = (long)calibration * shuntMicroohms;

        // In picoampere: exact wherever the calibration was, nine digits elsewhere.
        long picoamperes = (5120000000000000L + divisor / 2) / divisor;
        int exponent = -12;
        while (picoamperes >= MantissaLimit || (picoamperes % 10 == 0 && picoamperes > 0))
        {
            picoamperes = (picoamperes + (picoamperes % 10 == 0 ? 0 : 5)) / 10;
            exponent++;
        }

        return new Scale((int)picoamperes, (sbyte)exponent, Unit.Ampere);
    }

    /// <summary>Computes what the chip makes of a shunt voltage: voltage * calibration / 2048 (DS equation 3).</summary>
    public static int CurrentOf(int shuntSteps, int calibration)
    {
        return shuntSteps * calibration / 2048;
    }

    /// <summary>Computes power in steps of 25 current steps: current * bus voltage / 20000 (DS equation 4), rounded, signed as the current.</summary>
    public static int PowerOf(int currentSteps, int busSteps)
    {
        int product = currentSteps * busSteps;
        return (product + (product < 0 ? -10000 : 10000)) / 20000;
    }

    /// <summary>Computes the longest time between two readings: both conversions as often as they are averaged, in nanoseconds.</summary>
    public static long Interval(Ina226Averages averages, Ina226ConversionTime time)
    {
        return 2000L * LongestMicroseconds[(int)time] * AverageCounts[(int)averages];
    }
}
