namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>Which of the chip's three quantities a sensor gives.</summary>
public enum Bme280Quantity : byte
{
    /// <summary>Temperature.</summary>
    Temperature = 0,

    /// <summary>Relative humidity.</summary>
    RelativeHumidity = 1,

    /// <summary>Air pressure.</summary>
    Pressure = 2,
}
