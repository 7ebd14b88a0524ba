namespace EdgeAI.Profiles.Boards;

/// <summary>One bus of a board.</summary>
public sealed record BoardBusProfile
{
    /// <summary>The name that sensors refer to.</summary>
    public required string Name { get; init; }

    /// <summary>What the bus speaks.</summary>
    public required BusProtocol Kind { get; init; }

    /// <summary>The controller's number as the platform counts.</summary>
    public required int Controller { get; init; }

    /// <summary>The clock, hertz.</summary>
    public required int Hertz { get; init; }

    /// <summary>I2C: the data pin; null where the firmware fixes it, and for SPI.</summary>
    public int? Sda { get; init; }

    /// <summary>I2C: the clock pin; null where the firmware fixes it, and for SPI.</summary>
    public int? Scl { get; init; }

    /// <summary>SPI: the pin that sends; null where the firmware fixes it, and for I2C.</summary>
    public int? Mosi { get; init; }

    /// <summary>SPI: the pin that receives; null where the firmware fixes it, and for I2C.</summary>
    public int? Miso { get; init; }

    /// <summary>SPI: the clock pin; null where the firmware fixes it, and for I2C.</summary>
    public int? Clock { get; init; }

    /// <summary>SPI: the chip select pin; null where the firmware fixes it, and for I2C.</summary>
    public int? Select { get; init; }
}
