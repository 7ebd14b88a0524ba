namespace EdgeAI.Device.Drivers.Bno055;

/// <summary>Registers and values of the Bosch BNO055, page 0. "DS" is the data sheet BST-BNO055-DS000-14 (revision 1.4); its section 4.3 describes each register.</summary>
public static class Bno055Registers
{
    /// <summary>Address with COM3 low (DS section 4.6).</summary>
    public const byte LowAddress = 0x28;

    /// <summary>Address with COM3 high, as most boards have it (DS section 4.6).</summary>
    public const byte HighAddress = 0x29;

    /// <summary>CHIP_ID; ACC_ID, MAG_ID and GYR_ID follow (DS section 4.3).</summary>
    public const byte ChipId = 0x00;

    /// <summary>What CHIP_ID holds.</summary>
    public const byte ChipIdentity = 0xA0;

    /// <summary>What ACC_ID holds.</summary>
    public const byte AccelerometerIdentity = 0xFB;

    /// <summary>What MAG_ID holds.</summary>
    public const byte MagnetometerIdentity = 0x32;

    /// <summary>What GYR_ID holds.</summary>
    public const byte GyroscopeIdentity = 0x0F;

    /// <summary>PAGE_ID.</summary>
    public const byte PageId = 0x07;

    /// <summary>ACC_DATA_X_LSB; x, y, z, low byte first.</summary>
    public const byte Acceleration = 0x08;

    /// <summary>GYR_DATA_X_LSB; x, y, z, low byte first.</summary>
    public const byte AngularVelocity = 0x14;

    /// <summary>QUA_DATA_W_LSB; w, x, y, z, low byte first.</summary>
    public const byte Quaternion = 0x20;

    /// <summary>TEMP, degrees Celsius, signed.</summary>
    public const byte Temperature = 0x34;

    /// <summary>CALIB_STAT: two bits each for system, gyroscope, accelerometer and magnetometer; 3 is fully calibrated.</summary>
    public const byte CalibrationStatus = 0x35;

    /// <summary>ST_RESULT: bits 3 to 0 for microcontroller, gyroscope, magnetometer and accelerometer passed.</summary>
    public const byte SelfTestResult = 0x36;

    /// <summary>What <see cref="SelfTestResult"/> holds when all four passed.</summary>
    public const byte SelfTestPassed = 0x0F;

    /// <summary>SYS_STATUS.</summary>
    public const byte SystemStatus = 0x39;

    /// <summary>SYS_STATUS: system error; SYS_ERR names it.</summary>
    public const byte SystemError = 1;

    /// <summary>SYS_STATUS: idle; what firmware 3.11 says at any time.</summary>
    public const byte SystemIdle = 0;

    /// <summary>SYS_STATUS: the fusion algorithm runs.</summary>
    public const byte FusionRunning = 5;

    /// <summary>SYS_ERR.</summary>
    public const byte SystemErrorCode = 0x3A;

    /// <summary>UNIT_SEL.</summary>
    public const byte UnitSelection = 0x3B;

    /// <summary>UNIT_SEL: metre per second squared, radian per second, degrees Celsius (DS table 3-11).</summary>
    public const byte SiUnits = 0x02;

    /// <summary>OPR_MODE (DS table 3-5).</summary>
    public const byte OperationMode = 0x3D;

    /// <summary>OPR_MODE: CONFIGMODE, the one in which settings may be written, and the one after a reset.</summary>
    public const byte ConfigurationMode = 0x00;

    /// <summary>PWR_MODE; 0 is normal (DS table 3-1).</summary>
    public const byte PowerMode = 0x3E;

    /// <summary>SYS_TRIGGER.</summary>
    public const byte SystemTrigger = 0x3F;

    /// <summary>SYS_TRIGGER bit 5, RST_SYS: resets the chip.</summary>
    public const byte ResetSystem = 0x20;

    /// <summary>SYS_TRIGGER bit 7, CLK_SEL: the external crystal.</summary>
    public const byte ExternalCrystal = 0x80;
}
