namespace EdgeAI.Device.Drivers.Sht4x;

/// <summary>Commands of the Sensirion SHT4x. "DS" is the data sheet "SHT4x, 4th generation".</summary>
public static class Sht4xCommands
{
    /// <summary>Address of the variants SHT4x-A (DS "Device overview").</summary>
    public const byte AddressA = 0x44;

    /// <summary>Address of the variants SHT4x-B (DS "Device overview").</summary>
    public const byte AddressB = 0x45;

    /// <summary>Address of the variants SHT4x-C (DS "Device overview").</summary>
    public const byte AddressC = 0x46;

    /// <summary>Measures temperature and humidity with high precision (DS "Command overview").</summary>
    public const byte MeasureHighPrecision = 0xFD;

    /// <summary>Asks for the serial number (DS "Command overview").</summary>
    public const byte ReadSerial = 0x89;

    /// <summary>Resets the chip (DS "Command overview").</summary>
    public const byte SoftReset = 0x94;
}
