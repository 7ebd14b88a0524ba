namespace EdgeAI.Device.Configuration;

/// <summary>Which chip belongs to which sensor (CONFIGURATION.md, "Sensor"): one to one, but for three families that share theirs.</summary>
internal static class ChipRules
{
    /// <summary>Whether a chip of a sensor is one that came before and may not be shared with it, or would be heard together with one.</summary>
    public static bool IsTaken(BoardConfiguration configuration, int sensor, int chip)
    {
        SensorConfiguration owner = configuration.Sensors[sensor];
        bool taken = Meets(owner, chip, owner, chip, false);
        for (int before = 0; before < sensor && !taken; before++)
        {
            SensorConfiguration other = configuration.Sensors[before];
            bool near = other.Bus == owner.Bus && other.Addresses.Length > 0;
            taken = near && (other.Switch == owner.Addresses[chip] || Meets(other, other.Addresses.Length, owner, chip, MayShare(other.Driver, owner.Driver)));
        }

        return taken;
    }

    /// <summary>Whether the switch of a sensor has the address of a chip that came before.</summary>
    public static bool HidesSwitch(BoardConfiguration configuration, int sensor)
    {
        SensorConfiguration owner = configuration.Sensors[sensor];
        bool hides = false;
        for (int before = 0; before < sensor; before++)
        {
            SensorConfiguration other = configuration.Sensors[before];
            for (int chip = 0; chip < other.Addresses.Length && other.Bus == owner.Bus; chip++)
            {
                hides |= owner.Switch != 0 && other.Addresses[chip] == owner.Switch;
            }
        }

        return hides;
    }

    /// <summary>Whether two chips are one: of one bus, switch, channel and address.</summary>
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

    /// <summary>Whether a chip is one of another sensor's, unless those may be shared, or shares the wires and the address with one.</summary>
    private static bool Meets(SensorConfiguration sensor, int count, SensorConfiguration owner, int chip, bool shareable)
    {
        bool meets = false;
        for (int index = 0; index < count && !meets; index++)
        {
            bool beforeAndBehind = owner.Addresses[chip] == sensor.Addresses[index]
                && (owner.Channels[chip] == SensorConfiguration.NoChannel) != (sensor.Channels[index] == SensorConfiguration.NoChannel);
            meets = beforeAndBehind || (!shareable && AreAlike(owner, chip, sensor, index));
        }

        return meets;
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
