namespace EdgeAI.Device.Drivers.Bno055;

/// <summary>What the chip fuses an orientation of; the values are those of OPR_MODE (DS table 3-5).</summary>
public enum Bno055Mode : byte
{
    /// <summary>Accelerometer and gyroscope: heading starts at zero and drifts, magnets do no harm. Right beside motors.</summary>
    Imu = 0x08,

    /// <summary>Magnetometer as well, with fast calibration: absolute heading.</summary>
    Ndof = 0x0C,
}
