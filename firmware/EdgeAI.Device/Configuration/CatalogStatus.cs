namespace EdgeAI.Device.Configuration;

/// <summary>What a <see cref="SensorCatalog"/> says of a sensor that it was to make.</summary>
public enum CatalogStatus : byte
{
    /// <summary>It is made.</summary>
    Ok = 0,

    /// <summary>The platform has not opened the sensor's bus.</summary>
    NoBus = 1,

    /// <summary>The driver is a host's own, and this is no such host.</summary>
    NotHere = 2,

    /// <summary>The chip needs its maker's firmware image, and nobody supplied one.</summary>
    NoImage = 3,
}
