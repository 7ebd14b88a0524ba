namespace EdgeAI.Device.Configuration;

/// <summary>One bus of a board: a controller, its clock and its pins (-1 where the board fixes them).</summary>
public sealed class BusConfiguration
{
    /// <summary>What the bus speaks.</summary>
    public BusKindCode Kind { get; internal set; }

    /// <summary>The controller's number as the platform counts.</summary>
    public int Number { get; internal set; }

    /// <summary>The clock, hertz.</summary>
    public int Hertz { get; internal set; }

    /// <summary>SDA, or MOSI.</summary>
    public int DataPin { get; internal set; } = -1;

    /// <summary>SCL of an I2C bus, MISO of an SPI bus.</summary>
    public int SecondPin { get; internal set; } = -1;

    /// <summary>The clock pin of an SPI bus.</summary>
    public int ClockPin { get; internal set; } = -1;

    /// <summary>The chip select pin of an SPI bus.</summary>
    public int SelectPin { get; internal set; } = -1;
}
