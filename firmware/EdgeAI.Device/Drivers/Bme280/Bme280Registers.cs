namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>Registers and values of the Bosch BME280. "DS" is the data sheet BST-BME280-DS002; its section 5.4 describes each register.</summary>
public static class Bme280Registers
{
    /// <summary>Address with SDO to ground (DS section 6.2).</summary>
    public const byte LowAddress = 0x76;

    /// <summary>Address with SDO to VDDIO (DS section 6.2).</summary>
    public const byte HighAddress = 0x77;

    /// <summary>First of the 26 trimming bytes calib00 to calib25 (DS table 16).</summary>
    public const byte FirstTrimming = 0x88;

    /// <summary>First of the 7 trimming bytes calib26 to calib32 (DS table 16).</summary>
    public const byte SecondTrimming = 0xE1;

    /// <summary>id (DS section 5.4.1).</summary>
    public const byte Id = 0xD0;

    /// <summary>What <see cref="Id"/> holds.</summary>
    public const byte Identity = 0x60;

    /// <summary>reset (DS section 5.4.2).</summary>
    public const byte Reset = 0xE0;

    /// <summary>What resets the chip.</summary>
    public const byte ResetKey = 0xB6;

    /// <summary>ctrl_hum, which takes effect with the next write of ctrl_meas; status, ctrl_meas and config follow (DS section 5.4.3).</summary>
    public const byte HumidityControl = 0xF2;

    /// <summary>status (DS section 5.4.4).</summary>
    public const byte Status = 0xF3;

    /// <summary>status bit 0, im_update: the trimming bytes are being copied from memory.</summary>
    public const byte Updating = 0x01;

    /// <summary>ctrl_meas: osrs_t in bits 7 to 5, osrs_p in bits 4 to 2, mode in bits 1 and 0 (DS section 5.4.5).</summary>
    public const byte MeasurementControl = 0xF4;

    /// <summary>ctrl_meas mode 11: normal, measuring over and over.</summary>
    public const byte NormalMode = 0x03;

    /// <summary>config: t_sb in bits 7 to 5, filter in bits 4 to 2 (DS section 5.4.6).</summary>
    public const byte Configuration = 0xF5;

    /// <summary>press_msb; pressure, temperature and humidity in 8 bytes (DS sections 5.4.7 to 5.4.9).</summary>
    public const byte FirstData = 0xF7;
}
