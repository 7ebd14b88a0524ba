using EdgeAI.Device.Application;
using EdgeAI.Device.Configuration;
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

    public static long FreeBytes()
    {
        return Memory.FreeBytes();
    }

    /// <summary>Nothing: I2C1 is PB8 and PB9, SPI2 the Arduino header's; profiles are checked against that.</summary>
    public static void AssignPins(BusConfiguration bus)
    {
    }

    public static IByteSource OpenLink(LinkConfiguration link, SendQueue queue)
    {
        // COM6 is PC6 and PC7, COM5 PC12 and PD2.
        return link.Kind == LinkKindCode.Serial
            ? new SerialLine(link.SerialPort == 5 ? "COM5" : "COM6", link.Baud, queue)
            : (IByteSource)new SilentLine(queue);
    }
}
