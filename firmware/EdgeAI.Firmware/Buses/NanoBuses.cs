using System;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Firmware.Targets;

namespace EdgeAI.Firmware.Buses;

/// <summary>The buses of a configuration on this microcontroller; an I2C bus that hangs is recovered the target's way. One that the target does not have is missing.</summary>
internal sealed class NanoBuses : IBoardBuses
{
    private readonly II2cBus?[] _i2c;
    private readonly ISpiBus?[] _spi;

    public NanoBuses(BoardConfiguration configuration, Supervisor supervisor, IClock clock)
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
                    NanoI2cBus bus = new NanoI2cBus(buses[index], supervisor);
                    _i2c[index] = new RecoveringI2cBus(bus, Target.RecoveryOf(bus, buses[index], clock), clock);
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
