using System;
using System.Device.I2c;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;

namespace EdgeAI.Firmware.Buses;

/// <summary>
/// An I2C controller under nanoFramework. A device per address is opened at its first transfer. The platform boxes a transfer's result and copies its bytes, which its
/// collector takes back; nothing else is allocated. Closing it gives its pins back; the next transfer opens it anew, which is the recovery of a board whose pins
/// cannot be clocked by hand.
/// </summary>
internal sealed class NanoI2cBus : II2cBus, IBusRecovery
{
    private const int AddressCount = 128;
    private const int FastHertz = 400000;
    private const int FastPlusHertz = 1000000;

    private readonly I2cDevice?[] _devices = new I2cDevice?[AddressCount];
    private readonly int _number;
    private readonly I2cBusSpeed _speed;
    private readonly Supervisor _supervisor;

    public NanoI2cBus(BusConfiguration bus, Supervisor supervisor)
    {
        _number = bus.Number;
        _speed = bus.Hertz >= FastPlusHertz ? I2cBusSpeed.FastModePlus : bus.Hertz >= FastHertz ? I2cBusSpeed.FastMode : I2cBusSpeed.StandardMode;
        _supervisor = supervisor;
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

    /// <summary>Closes every device of the bus: with the last one the platform stops its driver and lets go of the pins.</summary>
    public void Close()
    {
        for (int address = 0; address < AddressCount; address++)
        {
            CloseDevice(address);
        }
    }

    /// <summary>Closes the bus, so that the next transfer starts its controller anew.</summary>
    public bool TryRecover()
    {
        Close();
        return true;
    }

    private BusStatus StatusOf(I2cTransferResult result)
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
                // The driver held the whole interpreter for up to a second: it is the bus that hangs and not the loop, so a few of these in one turn are no reason to restart.
                _supervisor.Feed();
                return BusStatus.Timeout;
            default:
                // Neither acknowledged nor refused nor late: a bus error or lost arbitration, after which the controller has to be started anew.
                return BusStatus.BusStuck;
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
        CloseDevice(address);
        return BusStatus.Failed;
    }

    private void CloseDevice(int address)
    {
        I2cDevice? device = _devices[address];
        _devices[address] = null;
        if (device == null)
        {
            return;
        }

        try
        {
            device.Dispose();
        }
        catch (Exception)
        {
            // Nothing throws to a driver. What could not be closed is opened anew all the same.
        }
    }
}
