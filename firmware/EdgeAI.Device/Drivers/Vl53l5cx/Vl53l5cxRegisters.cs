namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// What is known of the VL53L5CX's interface. ST publishes no register map: UM2884 and the data sheet describe the functions of a driver. Addresses,
/// indices and sequences here are facts read in ST's public ultra lite driver (ULD, BSD-3-Clause, as in stm32duino/VL53L5CX, API of 11
/// November 2021); the meaning of the target statuses is UM2884's table "List of available target status", cited from memory.
/// </summary>
public static class Vl53l5cxRegisters
{
    /// <summary>The default address, 0x52 as eight bits (ULD, VL53L5CX_DEFAULT_I2C_ADDRESS).</summary>
    public const byte DefaultAddress = 0x29;

    /// <summary>Selects the page that all other registers belong to.</summary>
    public const int Page = 0x7FFF;

    /// <summary>The page that results and commands are on.</summary>
    public const byte UserPage = 0x02;

    /// <summary>Device number 0xF0 and revision 0x02, on page 0.</summary>
    public const int Identity = 0x0000;

    /// <summary>The device number.</summary>
    public const byte DeviceId = 0xF0;

    /// <summary>The revision.</summary>
    public const byte Revision = 0x02;

    /// <summary>The answer to a command, four bytes.</summary>
    public const int CommandStatus = 0x2C00;

    /// <summary>What a command was answered with.</summary>
    public const int CommandAnswer = 0x2C04;

    /// <summary>The last byte of a command; commands end here, whatever their length.</summary>
    public const int CommandEnd = 0x2FFF;

    /// <summary>From this on the third byte of an answer is an error of the chip's processor.</summary>
    public const byte ProcessorError = 0x7F;

    /// <summary>Where the default configuration goes.</summary>
    public const int ConfigurationAt = 0x2C34;

    /// <summary>Where the crosstalk data go.</summary>
    public const int CrosstalkAt = 0x2CF8;

    /// <summary>Where the offset data go.</summary>
    public const int OffsetAt = 0x2E18;

    /// <summary>Where the request for the calibration of manufacture goes.</summary>
    public const int CalibrationRequestAt = 0x2FD8;

    /// <summary>Bytes of the calibration of manufacture.</summary>
    public const int CalibrationBytes = 492;

    /// <summary>Index of the zone configuration: 8 bytes.</summary>
    public const int ZoneConfiguration = 0x5450;

    /// <summary>Index of the ranging frequency: 4 bytes, hertz in byte 1.</summary>
    public const int Frequency = 0x5458;

    /// <summary>Index of the receiver's configuration: 16 bytes.</summary>
    public const int ReceiverConfiguration = 0xAD38;

    /// <summary>Index of the single-range switch: 4 bytes.</summary>
    public const int SingleRange = 0xCD5C;

    /// <summary>Index of the output's size: 8 bytes.</summary>
    public const int OutputConfiguration = 0xCD60;

    /// <summary>Index of the output's switches: 16 bytes.</summary>
    public const int OutputEnables = 0xCD68;

    /// <summary>Index of the list of outputs: 48 bytes.</summary>
    public const int OutputList = 0xCD78;

    /// <summary>Index of the pipe control: 4 bytes, targets per zone in byte 0.</summary>
    public const int PipeControl = 0xCF78;

    /// <summary>Index of the number of targets per zone: a byte each.</summary>
    public const int TargetCountBlock = 0xCF7C;

    /// <summary>Index of the distances: 16 bits each, a quarter of a millimetre a step.</summary>
    public const int DistanceBlock = 0xD33C;

    /// <summary>Index of the target statuses: a byte each.</summary>
    public const int StatusBlock = 0xD47C;

    /// <summary>Bytes of a result with those three blocks for 64 zones: 16 of header, metadata 16, common data 8, blocks 68, 132 and 68, 8 of footer.</summary>
    public const int ResultBytes = 316;

    /// <summary>Columns and rows.</summary>
    public const int Side = 8;

    /// <summary>Zones.</summary>
    public const int Zones = Side * Side;

    /// <summary>Nearest distance in quarters of a millimetre: 20 mm (data sheet DS13754, table "ranging").</summary>
    public const short Nearest = 80;

    /// <summary>Farthest distance in quarters of a millimetre: 4000 mm (data sheet DS13754, "up to 400 cm").</summary>
    public const short Farthest = 16000;

    /// <summary>The full angle of each axis in milliradian: 45 degrees (data sheet DS13754, field of view).</summary>
    public const ushort FieldOfViewMilliradian = 785;

    /// <summary>The highest frequency with 8 x 8 zones in hertz (UM2884, "ranging frequency").</summary>
    public const int HighestFrequency = 15;
}
