namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>Full scale of the accelerometer; the values are those of FS_XL (DS section 9, 10h), which are not in order.</summary>
public enum Lsm6dsoAccelerationRange : byte
{
    /// <summary>+-2 g.</summary>
    G2 = 0,

    /// <summary>+-16 g.</summary>
    G16 = 1,

    /// <summary>+-4 g.</summary>
    G4 = 2,

    /// <summary>+-8 g.</summary>
    G8 = 3,
}
