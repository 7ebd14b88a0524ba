namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>What was found out about a firmware image.</summary>
public enum Vl53l5cxImageStatus : byte
{
    /// <summary>It has not been looked at yet, or not to its end.</summary>
    NotChecked = 0,

    /// <summary>It is the one that was asked for.</summary>
    Ok = 1,

    /// <summary>It is not 88,540 bytes long: another file.</summary>
    WrongLength = 2,

    /// <summary>A part does not begin as that part must: the parts are missing, or in another order.</summary>
    WrongStructure = 3,

    /// <summary>Its CRC-32C is not the one that was asked for: a damaged file, or another version.</summary>
    WrongChecksum = 4,

    /// <summary>Its source could not read it.</summary>
    Unreadable = 5,
}
