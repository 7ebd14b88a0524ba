namespace EdgeAI.Device.Drivers.Sht4x;

/// <summary>Which of the chip's two quantities a sensor gives.</summary>
public enum Sht4xQuantity : byte
{
    /// <summary>Temperature.</summary>
    Temperature = 0,

    /// <summary>Relative humidity.</summary>
    RelativeHumidity = 1,
}
