using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Configuration;

/// <summary>Reads one sensor of a configuration (CONFIGURATION.md, "Sensor"), judged against the buses and the sensors before it.</summary>
internal static class SensorDecoder
{
    private const int TaxelNumbers = 6;
    private const byte LowestSwitch = 0x70;
    private const byte HighestSwitch = 0x77;
    private const byte LowestAddress = 0x08;
    private const byte HighestAddress = 0x77;
    private const int Channels = 8;

    public static void Read(ConfigurationReader reader, BoardConfiguration configuration, int index)
    {
        SensorConfiguration sensor = configuration.Sensors[index];
        sensor.Stream = reader.Byte();
        reader.Require(sensor.Stream != BoardAddress.HousekeepingStream && !IsTaken(configuration, index), ConfigurationStatus.BadValue);
        byte driver = reader.Byte();
        sensor.Driver = (DriverCode)driver;
        reader.Require(DriverRules.IsKnown(sensor.Driver), ConfigurationStatus.UnknownCode);
        sensor.Bus = reader.Byte();
        bool isThere = sensor.Bus < configuration.Buses.Length && DriverRules.FitsBus(sensor.Driver, configuration.Buses[sensor.Bus]);
        reader.Require(DriverRules.IsHosts(sensor.Driver) ? sensor.Bus == 0 : isThere, ConfigurationStatus.BadValue);
        if (!reader.IsSound)
        {
            return;
        }

        ReadChips(reader, configuration, index);
        sensor.PeriodMicroseconds = reader.UInt32();
        reader.Require(sensor.PeriodMicroseconds != 0, ConfigurationStatus.BadValue);
        sensor.FrameName = reader.Text(0, StreamDescription.MaxFrameName);
        sensor.Uncertainty = reader.UInt32();
        sensor.Calibrated = reader.UInt32();
        reader.Require(sensor.Calibrated == 0 || StreamDescription.IsDate(sensor.Calibrated), ConfigurationStatus.BadValue);
        reader.Bytes(sensor.CertificateHash);
        ReadDecision(reader, sensor);
        ReadParameters(reader, sensor);
        ReadTaxels(reader, sensor);
    }

    private static bool IsTaken(BoardConfiguration configuration, int index)
    {
        bool taken = false;
        for (int before = 0; before < index; before++)
        {
            taken |= configuration.Sensors[before].Stream == configuration.Sensors[index].Stream;
        }

        return taken;
    }

    private static void ReadChips(ConfigurationReader reader, BoardConfiguration configuration, int index)
    {
        SensorConfiguration sensor = configuration.Sensors[index];
        bool onI2c = !DriverRules.IsHosts(sensor.Driver) && configuration.Buses[sensor.Bus].Kind == BusKindCode.I2c;
        sensor.Switch = reader.Byte();
        bool isSwitch = onI2c && sensor.Switch >= LowestSwitch && sensor.Switch <= HighestSwitch;
        reader.Require(sensor.Switch == 0 || (isSwitch && !ChipRules.HidesSwitch(configuration, index)), ConfigurationStatus.BadValue);
        int chips = reader.Byte();
        reader.Require(DriverRules.TakesChips(sensor.Driver, chips), ConfigurationStatus.BadCount);
        if (!reader.IsSound)
        {
            return;
        }

        sensor.Channels = new byte[chips];
        sensor.Addresses = new byte[chips];
        for (int chip = 0; chip < chips && reader.IsSound; chip++)
        {
            int begin = reader.Position;
            byte channel = reader.Byte();
            bool isChannel = channel == SensorConfiguration.NoChannel || (sensor.Switch != 0 && channel < Channels);
            reader.Require(isChannel, ConfigurationStatus.BadValue);
            byte address = reader.Byte();
            bool isAddress = onI2c ? address >= LowestAddress && address <= HighestAddress && address != sensor.Switch : address == 0;
            reader.Require(isAddress, ConfigurationStatus.BadValue);
            sensor.Channels[chip] = channel;
            sensor.Addresses[chip] = address;
            if (reader.IsSound && ChipRules.IsTaken(configuration, index, chip))
            {
                reader.RejectAt(ConfigurationStatus.BadValue, begin);
            }
        }
    }

    private static void ReadDecision(ConfigurationReader reader, SensorConfiguration sensor)
    {
        byte decision = reader.Byte();
        reader.Require(decision <= (byte)DecisionCode.ContactSlip, ConfigurationStatus.UnknownCode);
        sensor.Decision = (DecisionCode)decision;
        reader.Require(sensor.Decision == DecisionCode.None || DriverRules.FitsContactSlip(sensor), ConfigurationStatus.BadValue);
        byte sends = reader.Byte();
        reader.Require(sends <= 1, ConfigurationStatus.UnknownCode);
        sensor.DecisionsAlone = sends == 1;
        reader.Require(!sensor.DecisionsAlone || sensor.Decision != DecisionCode.None, ConfigurationStatus.BadValue);
        if (!reader.IsSound || sensor.Decision == DecisionCode.None)
        {
            return;
        }

        sensor.DecisionRest = reader.Int32();
        sensor.DecisionContact = reader.Int32();
        reader.Require(sensor.DecisionContact >= 1, ConfigurationStatus.BadValue);
        sensor.DecisionRelease = reader.Int32();
        reader.Require(sensor.DecisionRelease >= 0 && sensor.DecisionRelease <= sensor.DecisionContact, ConfigurationStatus.BadValue);
    }

    private static void ReadParameters(ConfigurationReader reader, SensorConfiguration sensor)
    {
        int count = reader.UInt16();
        reader.Require(DriverRules.TakesParameters(sensor.Driver, sensor.Addresses.Length, count), ConfigurationStatus.BadCount);
        sensor.Parameters = new int[reader.IsSound ? count : 0];
        for (int index = 0; index < sensor.Parameters.Length && reader.IsSound; index++)
        {
            sensor.Parameters[index] = reader.Int32();
            reader.Require(ParameterRules.IsSound(sensor, index), ConfigurationStatus.BadValue);
        }
    }

    private static void ReadTaxels(ConfigurationReader reader, SensorConfiguration sensor)
    {
        int count = reader.UInt16();
        reader.Require(reader.IsSound && (count == 0 || count == DriverRules.TaxelsOf(sensor)), ConfigurationStatus.BadCount);
        sensor.Taxels = new short[reader.IsSound ? count * TaxelNumbers : 0];
        for (int at = 0; at < sensor.Taxels.Length && reader.IsSound; at += TaxelNumbers)
        {
            int begin = reader.Position;
            for (int number = 0; number < TaxelNumbers; number++)
            {
                sensor.Taxels[at + number] = reader.Int16();
            }

            if (!TaxelLayout.IsNormal(sensor.Taxels[at + 3], sensor.Taxels[at + 4], sensor.Taxels[at + 5]))
            {
                reader.RejectAt(ConfigurationStatus.BadValue, begin);
            }
        }
    }
}
