using EdgeAI.Device.Time;

namespace EdgeAI.Device.Bus;

/// <summary>
/// A chip on an I2C bus whose registers have 16-bit numbers, sent high byte first: two register bytes, then data, the chip counting
/// the register up by itself. Tries, times and counts as <see cref="RegisterPort"/> does. Allocates nothing after construction;
/// not thread safe, like the bus.
/// </summary>
public sealed class WideRegisterPort
{
    private const int PointerBytes = 2;

    private readonly II2cBus _bus;
    private readonly byte _address;
    private readonly IClock _clock;
    private readonly byte[] _pointer = new byte[PointerBytes];
    private readonly byte[] _frame;
    private readonly int _longestWrite;
    private long _readBegan;
    private long _readEnded;
    private uint _retries;

    /// <summary>Makes a port to one chip.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">The chip's 7-bit address.</param>
    /// <param name="clock">The clock that reads are timed by.</param>
    /// <param name="longestWrite">The most data bytes in one write, 2 or more.</param>
    public WideRegisterPort(II2cBus bus, byte address, IClock clock, int longestWrite)
    {
        _bus = bus;
        _address = address;
        _clock = clock;
        _longestWrite = longestWrite;
        _frame = new byte[PointerBytes + longestWrite];
    }

    /// <summary>How many transfers needed a second try since construction; wraps. A rising count is a wire to look at.</summary>
    public uint Retries
    {
        get { return _retries; }
    }

    /// <summary>When the latest successful read began, on the board's clock, in nanoseconds.</summary>
    public long ReadBegan
    {
        get { return _readBegan; }
    }

    /// <summary>When the latest successful read ended, on the board's clock, in nanoseconds.</summary>
    public long ReadEnded
    {
        get { return _readEnded; }
    }

    /// <summary>The most data bytes in one write.</summary>
    public int LongestWrite
    {
        get { return _longestWrite; }
    }

    /// <summary>Writes one byte.</summary>
    public BusStatus Write(int register, byte value)
    {
        _frame[PointerBytes] = value;
        return Send(register, 1);
    }

    /// <summary>Writes 16 bits, high byte first.</summary>
    public BusStatus WriteWord(int register, int value)
    {
        _frame[PointerBytes] = (byte)(value >> 8);
        _frame[PointerBytes + 1] = (byte)value;
        return Send(register, 2);
    }

    /// <summary>Writes consecutive bytes.</summary>
    /// <param name="register">The first register.</param>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many, 1 to <see cref="LongestWrite"/>.</param>
    public BusStatus WriteBlock(int register, byte[] data, int offset, int count)
    {
        System.Array.Copy(data, offset, _frame, PointerBytes, count);
        return Send(register, count);
    }

    /// <summary>Reads consecutive bytes in one burst after a repeated start.</summary>
    /// <param name="register">The first register.</param>
    /// <param name="buffer">Receives the bytes; of no meaning unless the status is <see cref="BusStatus.Ok"/>.</param>
    /// <param name="count">How many bytes, 1 to the buffer's length.</param>
    public BusStatus Read(int register, byte[] buffer, int count)
    {
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= RegisterPort.Attempts; attempt++)
        {
            _pointer[0] = (byte)(register >> 8);
            _pointer[1] = (byte)register;
            _readBegan = _clock.Nanoseconds;
            status = _bus.WriteRead(_address, _pointer, PointerBytes, buffer, count);
            _readEnded = _clock.Nanoseconds;
            if (status == BusStatus.Ok)
            {
                return status;
            }

            _retries += attempt < RegisterPort.Attempts ? 1u : 0u;
        }

        return status;
    }

    private BusStatus Send(int register, int count)
    {
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= RegisterPort.Attempts; attempt++)
        {
            _frame[0] = (byte)(register >> 8);
            _frame[1] = (byte)register;
            status = _bus.Write(_address, _frame, PointerBytes + count);
            if (status == BusStatus.Ok)
            {
                return status;
            }

            _retries += attempt < RegisterPort.Attempts ? 1u : 0u;
        }

        return status;
    }
}
