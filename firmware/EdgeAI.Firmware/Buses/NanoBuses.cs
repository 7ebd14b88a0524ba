using System;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Firmware.Targets;

namespace EdgeAI.Firmware.Buses;

/// <summary>The buses of a configuration on this microcontroller. One that the target does not have is missing.</summary>
internal sealed class NanoBuses : IBoardBuses
{
    private readonly II2cBus?[] _i2c;
    private readonly ISpiBus?[] _spi;

    public NanoBuses(BoardConfiguration configuration)
    {
        BusConfiguration[] buses = configuration.Buses;
        _i2c = new II2cBus?[buses.Length];
        _spi = new ISpiBus?[buses.Length];
        for (int index = 0; index < buses.Length; index++)
        {
            try
            {
                Target.AssignPins(buses[index]);
                if (buses[index].Kind == BusKindCode.I2c)
                {
                    _i2c[index] = new NanoI2cBus(buses[index]);
                }
                else
                {
                    _spi[index] = new NanoSpiBus(buses[index]);
                }
            }
            catch (Exception)
            {
                // The target has no such controller or pin: the application says which stream is missing for it.
            }
        }
    }

    /// <inheritdoc/>
    public II2cBus? I2c(int index)
    {
        return _i2c[index];
    }

    /// <inheritdoc/>
    public ISpiBus? Spi(int index)
    {
        return _spi[index];
    }
}
