using System;
using System.Device.Gpio;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Firmware.Buses;
using EdgeAI.Firmware.Targets;
using nanoFramework.Runtime.Native;

namespace EdgeAI.Firmware;

/// <summary>What a microcontroller under nanoFramework gives the application. What differs between targets stands in Targets.</summary>
internal sealed class NanoPlatform : IBoardPlatform
{
    // Event handlers of a reboot, the network's among them, get this long.
    private const int RebootMilliseconds = 500;

    private readonly IClock _clock;
    private readonly Supervisor _supervisor = new Supervisor();
    private readonly GpioController _pins = new GpioController();
    private GpioPin? _lamp;

    public NanoPlatform(IClock clock)
    {
        _clock = clock;
    }

    /// <inheritdoc/>
    public string SerialNumber
    {
        get { return Target.SerialNumber(); }
    }

    /// <summary>False: nanoFramework has no word for why a board started.</summary>
    public bool StartedByPowerOn
    {
        get { return false; }
    }

    /// <summary>From the chip's own generator, which all three families have.</summary>
    public ushort Chance
    {
        get { return (ushort)new Random().Next(); }
    }

    /// <inheritdoc/>
    public long FreeBytes
    {
        get { return Target.FreeBytes(); }
    }

    /// <summary>Restarts the board, whatever state it is in; does not return.</summary>
    public static void Reboot()
    {
        Power.RebootDevice(RebootMilliseconds, RebootOption.NormalReboot);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <inheritdoc/>
    public IBoardBuses OpenBuses(BoardConfiguration configuration)
    {
        return new NanoBuses(configuration, _supervisor, _clock);
    }

    /// <inheritdoc/>
    public IByteSource OpenLink(LinkConfiguration link, SendQueue queue)
    {
        return Target.OpenLink(link, queue);
    }

    /// <inheritdoc/>
    public void SetLamp(int pin, bool lit)
    {
        try
        {
            if (_lamp == null)
            {
                _lamp = _pins.OpenPin(pin, PinMode.Output);
            }

            _lamp.Write(lit ? PinValue.High : PinValue.Low);
        }
        catch (Exception)
        {
            // A lamp on a pin that this target does not have stays dark: no reason to stop sampling.
        }
    }

    /// <inheritdoc/>
    public void StartWatchdog(int milliseconds)
    {
        _supervisor.Start(milliseconds);
    }

    /// <inheritdoc/>
    public void FeedWatchdog()
    {
        _supervisor.Feed();
    }

    /// <inheritdoc/>
    public void Restart()
    {
        Reboot();
    }
}
