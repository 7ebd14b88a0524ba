namespace EdgeAI.Device.Configuration;

/// <summary>What each driver needs: its bus, how many chips, how many parameters, how many taxels it gives (CONFIGURATION.md, "Drivers").</summary>
internal static class DriverRules
{
    /// <summary>Parameters of a bridge: gain, rate, regulator, capacitor.</summary>
    public const int BridgeParameters = 4;

    /// <summary>Parameters of a scale: mantissa, exponent, unit.</summary>
    public const int ScaleParameters = 3;

    /// <summary>Tare and scale.</summary>
    public const int CalibrationParameters = 1 + ScaleParameters;

    /// <summary>Where the number of temperature knots of a six-axis sensor stands.</summary>
    public const int SixAxisKnotCount = SixAxisMatrix + 42;

    /// <summary>Where the matrix of a six-axis sensor begins, its six shifts behind it.</summary>
    public const int SixAxisMatrix = SixAxisLargest + 2;

    /// <summary>Where the largest force and the largest torque of a six-axis sensor stand.</summary>
    public const int SixAxisLargest = BridgeParameters + (2 * ScaleParameters);

    /// <summary>Bridges of a six-axis sensor.</summary>
    public const int SixAxisBridges = 6;

    /// <summary>Parameters of a knot: its temperature, six offsets, six gains.</summary>
    public const int KnotParameters = 13;

    /// <summary>The most temperature knots of a six-axis sensor.</summary>
    public const int MaxKnots = 8;

    private const int MaxChips = 32;
    private const int HandTaxels = 72;

    public static bool IsKnown(DriverCode driver)
    {
        return (driver >= DriverCode.Amg8833 && driver <= DriverCode.Sht4xHumidity) || IsHosts(driver);
    }

    /// <summary>Whether a driver is a host's own, without bus and chip.</summary>
    public static bool IsHosts(DriverCode driver)
    {
        return driver >= DriverCode.SimulatedHand && driver <= DriverCode.SimulatedMagnetometer;
    }

    /// <summary>Whether a driver that has a bus can be on this one.</summary>
    public static bool FitsBus(DriverCode driver, BusConfiguration bus)
    {
        if (driver == DriverCode.Hx711)
        {
            return bus.Kind == BusKindCode.Spi && bus.Hertz >= 100000 && bus.Hertz <= 2500000;
        }

        return bus.Kind == BusKindCode.I2c;
    }

    public static bool TakesChips(DriverCode driver, int chips)
    {
        switch (driver)
        {
            case DriverCode.SimulatedHand:
            case DriverCode.SimulatedWrist:
            case DriverCode.SimulatedArm:
            case DriverCode.SimulatedMagnetometer:
                return chips == 0;
            case DriverCode.FsrMatrix:
            case DriverCode.Bmp390Taxels:
            case DriverCode.Mlx90393Skin:
                return chips >= 1 && chips <= MaxChips;
            case DriverCode.SixAxis:
                return chips == SixAxisBridges || chips == SixAxisBridges + 1;
            default:
                return chips == 1;
        }
    }

    public static bool TakesParameters(DriverCode driver, int chips, int count)
    {
        switch (driver)
        {
            case DriverCode.Mlx90640:
            case DriverCode.SimulatedWrist:
                return count == 1;
            case DriverCode.Vl53l5cx:
            case DriverCode.FsrMatrix:
            case DriverCode.Bmp390Taxels:
            case DriverCode.Bno055:
                return count == 2;
            case DriverCode.Lsm6dso:
                return count == 3;
            case DriverCode.Mlx90393Skin:
            case DriverCode.Ina226:
                return count == 4;
            case DriverCode.Mpr121:
                return count == 5;
            case DriverCode.Hx711:
                return count == 2 + CalibrationParameters;
            case DriverCode.Nau7802:
                return count == BridgeParameters + CalibrationParameters;
            case DriverCode.SixAxis:
                int knots = (count - SixAxisKnotCount - 1) / KnotParameters;
                bool whole = count == SixAxisKnotCount + 1 + (knots * KnotParameters);
                return whole && (chips == SixAxisBridges ? knots == 1 : knots >= 2 && knots <= MaxKnots);
            default:
                return count == 0;
        }
    }

    public static bool GivesTaxels(DriverCode driver)
    {
        switch (driver)
        {
            case DriverCode.Mpr121:
            case DriverCode.FsrMatrix:
            case DriverCode.Bmp390Taxels:
            case DriverCode.Mlx90393Skin:
            case DriverCode.SimulatedHand:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a sensor gives what the network for contact and slip was made for: three fingers of 24 taxels, one component each.</summary>
    public static bool FitsContactSlip(SensorConfiguration sensor)
    {
        bool single = sensor.Driver == DriverCode.FsrMatrix || sensor.Driver == DriverCode.SimulatedHand;
        return single && TaxelsOf(sensor) == HandTaxels;
    }

    /// <summary>How many taxels a sensor gives whose parameters are sound; 0 where it gives none.</summary>
    public static int TaxelsOf(SensorConfiguration sensor)
    {
        switch (sensor.Driver)
        {
            case DriverCode.Mpr121:
                return sensor.Parameters[0];
            case DriverCode.FsrMatrix:
                return 4 * sensor.Addresses.Length;
            case DriverCode.Bmp390Taxels:
            case DriverCode.Mlx90393Skin:
                return sensor.Addresses.Length;
            case DriverCode.SimulatedHand:
                return HandTaxels;
            default:
                return 0;
        }
    }
}
