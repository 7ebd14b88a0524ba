using System;
using System.Device.Spi;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;

namespace EdgeAI.Firmware.Buses;

/// <summary>An SPI controller under nanoFramework with one chip on it, in mode 1: data changes on the rising edge and is taken on the falling one.</summary>
internal sealed class NanoSpiBus : ISpiBus
{
    private readonly SpiDevice _device;

    public NanoSpiBus(BusConfiguration bus)
    {
        SpiConnectionSettings settings = new SpiConnectionSettings(bus.Number, bus.SelectPin);
        settings.ClockFrequency = bus.Hertz;
        settings.Mode = SpiMode.Mode1;
        _device = SpiDevice.Create(settings);
    }

    /// <inheritdoc/>
    public BusStatus Transfer(byte[] send, byte[] receive, int count)
    {
        try
        {
            _device.TransferFullDuplex(Part.Of(send, count), Part.Of(receive, count));
            return BusStatus.Ok;
        }
        catch (Exception)
        {
            return BusStatus.Failed;
        }
    }
}
