namespace EdgeAI.Device.Drivers.Ina226;

/// <summary>
/// Registers and bits of the Texas Instruments INA226, 16 bits each, most significant byte first. "DS" is the data sheet SBOS547.
/// </summary>
public static class Ina226Registers
{
    /// <summary>Address with A1 and A0 to ground; the 16 addresses reach to 0x4F (DS table "INA226 address pins").</summary>
    public const byte LowestAddress = 0x40;

    /// <summary>Configuration (DS "Configuration register 00h").</summary>
    public const byte Configuration = 0x00;

    /// <summary>Shunt voltage, two's complement, 2.5 uV a step (DS "Shunt voltage register 01h").</summary>
    public const byte ShuntVoltage = 0x01;

    /// <summary>Bus voltage, 1.25 mV a step, bit 15 always 0 (DS "Bus voltage register 02h").</summary>
    public const byte BusVoltage = 0x02;

    /// <summary>Current, two's complement: shunt voltage * calibration / 2048 (DS "Current register 04h", equation 3).</summary>
    public const byte Current = 0x04;

    /// <summary>Calibration, 15 bits (DS "Calibration register 05h").</summary>
    public const byte Calibration = 0x05;

    /// <summary>Alert mask and flags (DS "Mask/enable 06h").</summary>
    public const byte MaskEnable = 0x06;

    /// <summary>Alert limit (DS "Alert limit 07h").</summary>
    public const byte AlertLimit = 0x07;

    /// <summary>Manufacturer (DS "Manufacturer ID register FEh").</summary>
    public const byte Manufacturer = 0xFE;

    /// <summary>Die (DS "Die ID register FFh").</summary>
    public const byte Die = 0xFF;

    /// <summary>What <see cref="Manufacturer"/> holds: "TI".</summary>
    public const ushort ManufacturerId = 0x5449;

    /// <summary>What <see cref="Die"/> holds.</summary>
    public const ushort DieId = 0x2260;

    /// <summary>Configuration bit 15, RST: resets every register.</summary>
    public const ushort Reset = 0x8000;

    /// <summary>Configuration bits 14 to 12, which read 100 (DS reset value 0x4127).</summary>
    public const ushort FixedBits = 0x4000;

    /// <summary>Configuration MODE = 111: shunt and bus, continuously.</summary>
    public const ushort Continuous = 0x0007;

    /// <summary>Mask bit 15, SOL: alert when the shunt voltage exceeds the limit.</summary>
    public const ushort ShuntOverVoltage = 0x8000;

    /// <summary>Flag bit 4, AFF: the alert function is the cause of the alert.</summary>
    public const ushort AlertFlag = 0x0010;

    /// <summary>Flag bit 3, CVRF: a conversion is complete; cleared by reading this register or writing the configuration.</summary>
    public const ushort ConversionReady = 0x0008;

    /// <summary>Flag bit 2, OVF: the arithmetic overflowed, current and power are not valid.</summary>
    public const ushort MathOverflow = 0x0004;
}
