using EdgeAI.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers;

/// <summary>A chip of 256 registers on a bus of its own: a register byte, then data, the register counted up.</summary>
public class RegisterChip(byte ownAddress) : II2cBus
{
    private byte _pointer;

    /// <summary>What the registers hold.</summary>
    protected byte[] Registers { get; } = new byte[256];

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address != ownAddress)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        _pointer = data[0];
        for (int i = 1; i < count; i++)
        {
            OnWrite(_pointer++, data[i]);
        }

        return BusStatus.Ok;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        if (address != ownAddress)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        for (int i = 0; i < count; i++)
        {
            buffer[i] = OnRead(_pointer++);
        }

        return BusStatus.Ok;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Write(address, data, writeCount);
        return status == BusStatus.Ok ? Read(address, buffer, readCount) : status;
    }

    /// <summary>What the chip does with a written register.</summary>
    protected virtual void OnWrite(byte register, byte value) => Registers[register] = value;

    /// <summary>What the chip answers for a register.</summary>
    protected virtual byte OnRead(byte register) => Registers[register];
}
