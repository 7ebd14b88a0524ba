namespace EdgeAI.Device.Configuration;

/// <summary>Which chip belongs to which sensor (CONFIGURATION.md, "Sensor"): one to one, but for three families that share theirs.</summary>
internal static class ChipRules
{
    /// <summary>Whether a chip of a sensor is one that came before, in this sensor or an earlier one, and may not be shared with it.</summary>
    public static bool IsTaken(BoardConfiguration configuration, int sensor, int chip)
    {
        SensorConfiguration owner = configuration.Sensors[sensor];
        bool taken = Holds(owner, chip, owner, chip);
        for (int before = 0; before < sensor && !taken; before++)
        {
            SensorConfiguration other = configuration.Sensors[before];
            bool near = other.Bus == owner.Bus && !MayShare(other.Driver, owner.Driver);
            taken = near && Holds(other, other.Addresses.Length, owner, chip);
        }

        return taken;
    }

    /// <summary>Whether two sensors have the same switch in front of their chips, or none.</summary>
    public static bool AreAlike(SensorConfiguration one, int oneChip, SensorConfiguration other, int otherChip)
    {
        byte channel = one.Channels[oneChip];
        bool behind = channel != SensorConfiguration.NoChannel;
        return one.Bus == other.Bus
            && one.Addresses[oneChip] == other.Addresses[otherChip]
            && channel == other.Channels[otherChip]
            && (!behind || one.Switch == other.Switch);
    }

    /// <summary>Whether two drivers read one chip together; the same driver twice would only take the other's measurements away.</summary>
    public static bool MayShare(DriverCode one, DriverCode other)
    {
        return one != other && FamilyOf(one) != 0 && FamilyOf(one) == FamilyOf(other);
    }

    private static bool Holds(SensorConfiguration sensor, int count, SensorConfiguration owner, int chip)
    {
        bool holds = false;
        for (int index = 0; index < count && !holds; index++)
        {
            holds = AreAlike(owner, chip, sensor, index);
        }

        return holds;
    }

    private static int FamilyOf(DriverCode driver)
    {
        switch (driver)
        {
            case DriverCode.Mlx90640:
            case DriverCode.Mlx90640Eeprom:
                return 1;
            case DriverCode.Bme280Temperature:
            case DriverCode.Bme280Pressure:
            case DriverCode.Bme280Humidity:
                return 2;
            case DriverCode.Sht4xTemperature:
            case DriverCode.Sht4xHumidity:
                return 3;
            default:
                return 0;
        }
    }
}
