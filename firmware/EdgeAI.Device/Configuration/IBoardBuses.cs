using EdgeAI.Device.Bus;

namespace EdgeAI.Device.Configuration;

/// <summary>The buses of a configuration, by index, as a platform has opened them: a board's controllers, a robot's, or simulated wires.</summary>
public interface IBoardBuses
{
    /// <summary>The I2C bus at an index of the configuration; null where it is none, or could not be opened.</summary>
    II2cBus? I2c(int index);

    /// <summary>The SPI bus at an index of the configuration; null where it is none, or could not be opened.</summary>
    ISpiBus? Spi(int index);
}
