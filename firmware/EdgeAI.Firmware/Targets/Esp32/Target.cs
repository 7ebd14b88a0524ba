using System;
using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Firmware.Buses;
using EdgeAI.Firmware.Links;
using EdgeAI.Firmware.Network;
using EdgeAI.Firmware.Storage;
using nanoFramework.Hardware.Esp32;

namespace EdgeAI.Firmware.Targets;

/// <summary>What the ESP32-S3 has of its own: pins that are routed, a clock of microseconds, Wi-Fi.</summary>
internal static class Target
{
    /// <summary>Milliseconds of one FreeRTOS tick: what a sleep may last longer than asked.</summary>
    public const int TickMilliseconds = 10;

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
        uint total;
        uint free;
        uint largest;
        NativeMemory.GetMemoryInfo(NativeMemory.MemoryType.Internal, out total, out free, out largest);
        return free;
    }

    /// <summary>Routes a bus's pins; the ESP32 has no default ones.</summary>
    public static void AssignPins(BusConfiguration bus)
    {
        bool first = bus.Number == 1;
        if (bus.Kind == BusKindCode.I2c)
        {
            Configuration.SetPinFunction(bus.DataPin, first ? DeviceFunction.I2C1_DATA : DeviceFunction.I2C2_DATA);
            Configuration.SetPinFunction(bus.SecondPin, first ? DeviceFunction.I2C1_CLOCK : DeviceFunction.I2C2_CLOCK);
            return;
        }

        Configuration.SetPinFunction(bus.DataPin, first ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI);
        Configuration.SetPinFunction(bus.SecondPin, first ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO);
        Configuration.SetPinFunction(bus.ClockPin, first ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK);
    }

    /// <summary>By clocks on the bus's pins, which the ESP32 can take from its controller.</summary>
    public static IBusRecovery RecoveryOf(NanoI2cBus bus, BusConfiguration configuration, IClock clock)
    {
        return new PinClear(new PinLines(bus, configuration, clock));
    }

    /// <summary>Opens the link.</summary>
    /// <exception cref="InvalidOperationException">The target has no such link.</exception>
    public static IByteSource OpenLink(LinkConfiguration link, SendQueue queue)
    {
        switch (link.Kind)
        {
            case LinkKindCode.Serial:
                // COM1 belongs to nanoFramework's wire protocol.
                bool second = link.SerialPort == 2;
                Configuration.SetPinFunction(link.TransmitPin, second ? DeviceFunction.COM2_TX : DeviceFunction.COM3_TX);
                Configuration.SetPinFunction(link.ReceivePin, second ? DeviceFunction.COM2_RX : DeviceFunction.COM3_RX);
                return new SerialLine(second ? "COM2" : "COM3", link.Baud, queue);
            case LinkKindCode.Mqtt:
                return new MqttLine(link, "edgeai-" + SerialNumber(), queue);
            default:
                throw new InvalidOperationException("this target has no link of kind " + (int)link.Kind);
        }
    }
}
