using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>A platform that could open none of its buses.</summary>
internal sealed class NoBuses : IBoardBuses
{
    public II2cBus? I2c(int index) => null;

    public ISpiBus? Spi(int index) => null;
}
