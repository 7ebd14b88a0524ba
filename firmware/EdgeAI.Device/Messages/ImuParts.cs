namespace EdgeAI.Device.Messages;

/// <summary>Which parts of an <see cref="Imu"/> hold a reading. Bits are wire bits and never reused.</summary>
[System.Flags]
public enum ImuParts : byte
{
    /// <summary>None: no valid message.</summary>
    None = 0,

    /// <summary>The sensor fuses an orientation.</summary>
    Orientation = 1,

    /// <summary>The sensor has a gyroscope.</summary>
    AngularVelocity = 2,

    /// <summary>The sensor has an accelerometer.</summary>
    LinearAcceleration = 4,
}
