using System;
using System.Device.I2c;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;

namespace EdgeAI.Firmware.Buses;

/// <summary>
/// An I2C controller under nanoFramework. A device per address is opened at its first transfer. The platform makes one small object a transfer, which its
/// collector takes back; nothing else is allocated.
/// </summary>
internal sealed class NanoI2cBus : II2cBus
{
    private const int AddressCount = 128;
    private const int FastHertz = 400000;
    private const int FastPlusHertz = 1000000;

    private readonly I2cDevice?[] _devices = new I2cDevice?[AddressCount];
    private readonly int _number;
    private readonly I2cBusSpeed _speed;

    public NanoI2cBus(BusConfiguration bus)
    {
        _number = bus.Number;
        _speed = bus.Hertz >= FastPlusHertz ? I2cBusSpeed.FastModePlus : bus.Hertz >= FastHertz ? I2cBusSpeed.FastMode : I2cBusSpeed.StandardMode;
    }

    /// <inheritdoc/>
    public BusStatus Write(byte address, byte[] data, int count)
    {
        try
        {
            return StatusOf(Device(address).Write(Part.Of(data, count)));
        }
        catch (Exception)
        {
            return Forget(address);
        }
    }

    /// <inheritdoc/>
    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        try
        {
            return StatusOf(Device(address).Read(Part.Of(buffer, count)));
        }
        catch (Exception)
        {
            return Forget(address);
        }
    }

    /// <inheritdoc/>
    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        try
        {
            return StatusOf(Device(address).WriteRead(Part.Of(data, writeCount), Part.Of(buffer, readCount)));
        }
        catch (Exception)
        {
            return Forget(address);
        }
    }

    private static BusStatus StatusOf(I2cTransferResult result)
    {
        switch (result.Status)
        {
            case I2cTransferStatus.FullTransfer:
                return BusStatus.Ok;
            case I2cTransferStatus.SlaveAddressNotAcknowledged:
                return BusStatus.AddressNotAcknowledged;
            case I2cTransferStatus.PartialTransfer:
                return BusStatus.DataNotAcknowledged;
            case I2cTransferStatus.ClockStretchTimeout:
                return BusStatus.Timeout;
            default:
                return BusStatus.Failed;
        }
    }

    private I2cDevice Device(byte address)
    {
        I2cDevice? device = _devices[address];
        if (device == null)
        {
            device = I2cDevice.Create(new I2cConnectionSettings(_number, address, _speed));
            _devices[address] = device;
        }

        return device;
    }

    private BusStatus Forget(byte address)
    {
        // The native driver failed inside: a device opened anew starts from a known state.
        I2cDevice? device = _devices[address];
        _devices[address] = null;
        if (device != null)
        {
            device.Dispose();
        }

        return BusStatus.Failed;
    }
}
