using System.Device.Gpio;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Firmware.Buses;

namespace EdgeAI.Firmware.Targets;

/// <summary>
/// The wires of an I2C bus as pins, while its controller is closed. A wire is released by making its pin an input: an ESP32 pin with open drain cannot be read under
/// nanoFramework, since its input stays off.
/// </summary>
internal sealed class PinLines : IBusLines
{
    private const long HalfClockNanoseconds = 5000;

    private readonly NanoI2cBus _bus;
    private readonly BusConfiguration _configuration;
    private readonly IClock _clock;
    private readonly GpioController _pins = new GpioController();
    private GpioPin? _data;
    private GpioPin? _second;

    public PinLines(NanoI2cBus bus, BusConfiguration configuration, IClock clock)
    {
        _bus = bus;
        _configuration = configuration;
        _clock = clock;
    }

    /// <inheritdoc/>
    public bool IsDataHigh
    {
        get { return IsHigh(_data); }
    }

    /// <inheritdoc/>
    public bool IsClockHigh
    {
        get { return IsHigh(_second); }
    }

    /// <inheritdoc/>
    public void Take()
    {
        _bus.Close();
        _data = _pins.OpenPin(_configuration.DataPin, PinMode.InputPullUp);
        _second = _pins.OpenPin(_configuration.SecondPin, PinMode.InputPullUp);
        Wait();
    }

    /// <inheritdoc/>
    public void SetData(bool high)
    {
        Set(_data, high);
        Wait();
    }

    /// <inheritdoc/>
    public void SetClock(bool high)
    {
        Set(_second, high);
        Wait();
    }

    /// <inheritdoc/>
    public void GiveBack()
    {
        Release(_data);
        Release(_second);
        _data = null;
        _second = null;
        Target.AssignPins(_configuration);
    }

    private static bool IsHigh(GpioPin? pin)
    {
        return pin != null && pin.Read() == PinValue.High;
    }

    private static void Set(GpioPin? pin, bool high)
    {
        if (pin == null)
        {
            return;
        }

        if (high)
        {
            pin.SetPinMode(PinMode.InputPullUp);
            return;
        }

        pin.SetPinMode(PinMode.OutputOpenDrain);
        pin.Write(PinValue.Low);
    }

    private static void Release(GpioPin? pin)
    {
        if (pin != null)
        {
            pin.Dispose();
        }
    }

    private void Wait()
    {
        // A sleep would last a tick of 10 ms for each of twenty-odd edges.
        long end = _clock.Nanoseconds + HalfClockNanoseconds;
        while (_clock.Nanoseconds < end)
        {
        }
    }
}
