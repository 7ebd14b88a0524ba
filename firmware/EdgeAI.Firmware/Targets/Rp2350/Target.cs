using System.Net.NetworkInformation;
using EdgeAI.Device.Application;
using EdgeAI.Device.Configuration;
using EdgeAI.Firmware.Links;

namespace EdgeAI.Firmware.Targets;

/// <summary>What the Pico 2 W has of its own: pins that its firmware fixes, a clock of microseconds, Wi-Fi.</summary>
internal static class Target
{
    /// <summary>Milliseconds that a sleep may last longer than asked.</summary>
    public const int TickMilliseconds = 1;

    /// <summary>The factory's address of the radio.</summary>
    public static string SerialNumber()
    {
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        return interfaces.Length == 0 ? "unknown" : Hexadecimal.Of(interfaces[0].PhysicalAddress);
    }

    public static long FreeBytes()
    {
        return Memory.FreeBytes();
    }

    /// <summary>Nothing: I2C0 is GP4 and GP5, I2C1 GP6 and GP7, SPI0 GP16, GP18 and GP19, SPI1 GP10 to GP12; profiles are checked against that.</summary>
    public static void AssignPins(BusConfiguration bus)
    {
    }

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
                return new SilentLine(queue);
        }
    }
}
