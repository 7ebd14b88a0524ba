namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>Full scale of the gyroscope; the values are those of FS_G (DS section 9, 11h).</summary>
public enum Lsm6dsoAngularRange : byte
{
    /// <summary>+-250 degrees a second.</summary>
    DegreesPerSecond250 = 0,

    /// <summary>+-500 degrees a second.</summary>
    DegreesPerSecond500 = 1,

    /// <summary>+-1000 degrees a second.</summary>
    DegreesPerSecond1000 = 2,

    /// <summary>+-2000 degrees a second.</summary>
    DegreesPerSecond2000 = 3,
}
