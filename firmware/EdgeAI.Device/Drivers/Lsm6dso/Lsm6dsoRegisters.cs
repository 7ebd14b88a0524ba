namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>Registers and bits of the STMicroelectronics LSM6DSO. "DS" is the data sheet DS12140; its section 9 describes each register under its address.</summary>
public static class Lsm6dsoRegisters
{
    /// <summary>Address with SDO/SA0 to ground (DS section 5.1.1).</summary>
    public const byte LowAddress = 0x6A;

    /// <summary>Address with SDO/SA0 to VDD (DS section 5.1.1).</summary>
    public const byte HighAddress = 0x6B;

    /// <summary>WHO_AM_I (DS section 9, 0Fh).</summary>
    public const byte WhoAmI = 0x0F;

    /// <summary>What <see cref="WhoAmI"/> holds.</summary>
    public const byte Identity = 0x6C;

    /// <summary>CTRL1_XL: ODR_XL in bits 7 to 4, FS_XL in bits 3 and 2; CTRL2_G and CTRL3_C follow (DS section 9, 10h to 12h).</summary>
    public const byte Control1Accelerometer = 0x10;

    /// <summary>CTRL2_G: ODR_G in bits 7 to 4, FS_G in bits 3 and 2, FS_125 in bit 1 (DS section 9, 11h).</summary>
    public const byte Control2Gyroscope = 0x11;

    /// <summary>CTRL3_C (DS section 9, 12h).</summary>
    public const byte Control3 = 0x12;

    /// <summary>CTRL3_C bit 0, SW_RESET: resets every register, falls when done.</summary>
    public const byte SoftwareReset = 0x01;

    /// <summary>CTRL3_C bit 2, IF_INC: registers count up in a burst.</summary>
    public const byte AutoIncrement = 0x04;

    /// <summary>CTRL3_C bit 6, BDU: a register pair changes only once both of its bytes have been read.</summary>
    public const byte BlockDataUpdate = 0x40;

    /// <summary>STATUS_REG (DS section 9, 1Eh).</summary>
    public const byte Status = 0x1E;

    /// <summary>STATUS_REG bits 0 and 1, XLDA and GDA: new data of accelerometer and gyroscope.</summary>
    public const byte BothNew = 0x03;

    /// <summary>OUT_TEMP_L; gyroscope from 22h and accelerometer from 28h follow, low byte first (DS section 9, 20h to 2Dh).</summary>
    public const byte FirstOutput = 0x20;
}
