using System;
using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Firmware.Buses;
using EdgeAI.Firmware.Links;
using nanoFramework.Hardware.Stm32;

namespace EdgeAI.Firmware.Targets;

/// <summary>What the STM32F769I-Discovery has of its own: pins that its firmware fixes, a number burnt in, no Wi-Fi.</summary>
internal static class Target
{
    /// <summary>Milliseconds that a sleep may last longer than asked.</summary>
    public const int TickMilliseconds = 1;

    /// <summary>The maker's 96-bit number of the chip.</summary>
    public static string SerialNumber()
    {
        return Hexadecimal.Of(Utilities.UniqueDeviceId);
    }

    /// <summary>The backup registers: nanoFramework gives this board no drive.</summary>
    public static IBoardStore OpenStore()
    {
        return new BackupStore();
    }

    /// <summary>Nothing: there is no drive for a file.</summary>
    public static IHostParts? OpenParts()
    {
        return null;
    }

    public static long FreeBytes()
    {
        return Memory.FreeBytes();
    }

    /// <summary>Nothing: I2C1 is PB8 and PB9, SPI2 the Arduino header's; profiles are checked against that.</summary>
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
        if (link.Kind != LinkKindCode.Serial)
        {
            throw new InvalidOperationException("this target has no link of kind " + (int)link.Kind);
        }

        // COM6 is PC6 and PC7, COM5 PC12 and PD2.
        return new SerialLine(link.SerialPort == 5 ? "COM5" : "COM6", link.Baud, queue);
    }
}
