using EdgeAI.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers;

/// <summary>A chip on a bus of its own whose registers have 16-bit numbers: two register bytes, high byte first, then data.</summary>
public abstract class WideRegisterChip(byte ownAddress) : II2cBus
{
    private int _pointer;

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address != ownAddress)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        _pointer = (data[0] << 8) | data[1];
        if (count > 2)
        {
            OnWrite(_pointer, data.AsSpan(2, count - 2));
        }

        return BusStatus.Ok;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        if (address != ownAddress)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        OnRead(_pointer, buffer.AsSpan(0, count));
        return BusStatus.Ok;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Write(address, data, writeCount);
        return status == BusStatus.Ok ? Read(address, buffer, readCount) : status;
    }

    /// <summary>What the chip does with written bytes.</summary>
    protected abstract void OnWrite(int register, ReadOnlySpan<byte> data);

    /// <summary>What the chip answers.</summary>
    protected abstract void OnRead(int register, Span<byte> answer);
}
