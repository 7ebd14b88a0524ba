namespace EdgeAI.Device.Configuration;

/// <summary>What a bus speaks.</summary>
public enum BusKindCode : byte
{
    /// <summary>I2C.</summary>
    I2c = 0,

    /// <summary>SPI.</summary>
    Spi = 1,
}
