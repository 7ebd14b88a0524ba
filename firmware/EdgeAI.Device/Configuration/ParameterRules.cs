using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Configuration;

/// <summary>The range of each parameter of each driver (CONFIGURATION.md, "Drivers").</summary>
internal static class ParameterRules
{
    private const int LargestExponent = 18;
    private const int TareLimit = 8388608;

    /// <summary>An INA226's calibration register is this divided by microohms and by microamperes a step (0.00512 of the data sheet's equation 1).</summary>
    private const long Ina226Product = 5120000000L;

    private const int Ina226HighestCalibration = 0x7FFF;

    /// <summary>Whether a parameter is sound, those before it being so.</summary>
    public static bool IsSound(SensorConfiguration sensor, int index)
    {
        int[] all = sensor.Parameters;
        int value = all[index];
        switch (sensor.Driver)
        {
            case DriverCode.Mlx90640:
                return IsWithin(value, 0, 6);
            case DriverCode.Vl53l5cx:
                return index == 1 || IsWithin(value, 1, 15);
            case DriverCode.Mpr121:
                return Mpr121(all, index);
            case DriverCode.FsrMatrix:
                return IsWithin(value, 0, index == 0 ? 5 : 7);
            case DriverCode.Bmp390Taxels:
                return IsWithin(value, 0, index == 0 ? 3 : 7);
            case DriverCode.Mlx90393Skin:
                return IsWithin(value, 0, index == 0 || index == 2 ? 7 : 3) && (index < 3 || all[2] + all[3] >= 2);
            case DriverCode.Nau7802:
                return index < DriverRules.BridgeParameters ? Bridge(value, index) : Calibration(value, index - DriverRules.BridgeParameters);
            case DriverCode.Hx711:
                return Hx711(value, index);
            case DriverCode.SixAxis:
                return SixAxis(all, index);
            case DriverCode.Ina226:
                return Ina226(all, index);
            case DriverCode.Lsm6dso:
                return index == 0 ? IsWithin(value, 1, 7) : IsWithin(value, 0, 3);
            case DriverCode.Bno055:
                return index == 0 ? value == 8 || value == 12 : IsWithin(value, 0, 1);
            case DriverCode.SimulatedWrist:
                return IsWithin(value, 0, 4);
            default:
                return false;
        }
    }

    private static bool IsWithin(int value, int lowest, int highest)
    {
        return value >= lowest && value <= highest;
    }

    private static bool Mpr121(int[] all, int index)
    {
        switch (index)
        {
            case 0:
                return IsWithin(all[0], 1, 12);
            case 1:
                return IsWithin(all[1], 1, 255);
            case 2:
                return IsWithin(all[2], 1, 255) && all[2] < all[1];
            case 3:
                return IsWithin(all[3], 0, 7);
            default:
                return IsWithin(all[4], 1710, 3600);
        }
    }

    private static bool Bridge(int value, int index)
    {
        switch (index)
        {
            case 0:
                return IsWithin(value, 0, 7);
            case 1:
                return IsWithin(value, 0, 3) || value == 7;
            case 2:
                return IsWithin(value, 0, 8);
            default:
                return IsWithin(value, 0, 1);
        }
    }

    private static bool Calibration(int value, int index)
    {
        return index == 0 ? IsWithin(value, -TareLimit, TareLimit - 1) : ScalePart(value, index - 1, Unit.Newton);
    }

    private static bool ScalePart(int value, int index, Unit unit)
    {
        switch (index)
        {
            case 0:
                return value != 0;
            case 1:
                return IsWithin(value, -LargestExponent, LargestExponent);
            default:
                return value == (int)Unit.Count || value == (int)unit;
        }
    }

    private static bool Hx711(int value, int index)
    {
        switch (index)
        {
            case 0:
                return IsWithin(value, 25, 27);
            case 1:
                return value == 10 || value == 80;
            default:
                return Calibration(value, index - 2);
        }
    }

    private static bool Ina226(int[] all, int index)
    {
        switch (index)
        {
            case 0:
                return all[0] >= 1;
            case 1:
                return all[1] >= 1 && Ina226Product >= (long)all[0] * all[1] && Ina226Product / ((long)all[0] * all[1]) <= Ina226HighestCalibration;
            default:
                return IsWithin(all[index], 0, 7);
        }
    }

    private static bool SixAxis(int[] all, int index)
    {
        int value = all[index];
        if (index < DriverRules.BridgeParameters)
        {
            return Bridge(value, index);
        }

        if (index < DriverRules.SixAxisLargest)
        {
            int at = index - DriverRules.BridgeParameters;
            bool ofForce = at < DriverRules.ScaleParameters;
            return ScalePart(value, ofForce ? at : at - DriverRules.ScaleParameters, ofForce ? Unit.Newton : Unit.NewtonMetre);
        }

        if (index < DriverRules.SixAxisMatrix)
        {
            return value >= 0;
        }

        if (index < DriverRules.SixAxisKnotCount)
        {
            bool ofMatrix = index < DriverRules.SixAxisMatrix + (SixAxisCalibration.Axes * SixAxisCalibration.Axes);
            return ofMatrix ? IsWithin(value, -SixAxisCalibration.LargestEntry, SixAxisCalibration.LargestEntry) : IsWithin(value, 0, SixAxisCalibration.LargestShift);
        }

        int knots = (all.Length - DriverRules.SixAxisKnotCount - 1) / DriverRules.KnotParameters;
        int place = index - DriverRules.SixAxisKnotCount - 1;
        if (place < 0)
        {
            return value == knots;
        }

        if (place < knots)
        {
            return IsWithin(value, SixAxisCalibration.LowestKnot, SixAxisCalibration.HighestKnot) && (place == 0 || value > all[index - 1]);
        }

        bool ofOffsets = place < knots + (knots * SixAxisCalibration.Axes);
        return ofOffsets ? IsWithin(value, -SixAxisCalibration.LargestOffset, SixAxisCalibration.LargestOffset) : value >= 1;
    }
}
