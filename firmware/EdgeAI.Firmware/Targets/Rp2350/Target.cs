using System;
using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Firmware.Buses;
using EdgeAI.Firmware.Links;
using EdgeAI.Firmware.Network;
using EdgeAI.Firmware.Storage;

namespace EdgeAI.Firmware.Targets;

/// <summary>What the Pico 2 W has of its own: pins that its firmware fixes, a clock of microseconds, Wi-Fi.</summary>
internal static class Target
{
    /// <summary>Milliseconds that a sleep may last longer than asked.</summary>
    public const int TickMilliseconds = 1;

    /// <summary>The factory's address of the radio.</summary>
    public static string SerialNumber()
    {
        return Radio.SerialNumber();
    }

    /// <summary>The internal flash drive.</summary>
    public static IBoardStore OpenStore()
    {
        return new FileStore();
    }

    /// <summary>The internal flash drive.</summary>
    public static IHostParts? OpenParts()
    {
        return new DriveParts();
    }

    public static long FreeBytes()
    {
        return Memory.FreeBytes();
    }

    /// <summary>Nothing: I2C0 is GP4 and GP5, I2C1 GP6 and GP7, SPI0 GP16, GP18 and GP19, SPI1 GP10 to GP12; profiles are checked against that.</summary>
    public static void AssignPins(BusConfiguration bus)
    {
    }

    /// <summary>By opening the controller anew: its pins cannot be routed back to it from C# once they were anything else.</summary>
    public static IBusRecovery RecoveryOf(NanoI2cBus bus, BusConfiguration configuration, IClock clock)
    {
        return bus;
    }

    /// <summary>Opens the link.</summary>
    /// <exception cref="InvalidOperationException">The target has no such link.</exception>
    public static IByteSource OpenLink(LinkConfiguration link, SendQueue queue)
    {
        switch (link.Kind)
        {
            case LinkKindCode.Serial:
                // COM1 is GP0 and GP1, COM2 GP8 and GP9; the wire protocol is on USB.
                return new SerialLine(link.SerialPort == 1 ? "COM1" : "COM2", link.Baud, queue);
            case LinkKindCode.Mqtt:
                return new MqttLine(link, "edgeai-" + SerialNumber(), queue);
            default:
                throw new InvalidOperationException("this target has no link of kind " + (int)link.Kind);
        }
    }
}
