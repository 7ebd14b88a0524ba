using EdgeAI.Device.Time;

namespace EdgeAI.Device.Bus;

/// <summary>
/// A chip on an I2C bus that takes whole commands or 16-bit registers, most significant byte first, where <see cref="RegisterPort"/>
/// is for bytes that count up. A failed transfer is tried <see cref="RegisterPort.Attempts"/> times in all, except for
/// <see cref="Fetch"/>. Allocates nothing after construction; not thread safe, like the bus.
/// </summary>
public sealed class CommandPort
{
    private readonly II2cBus _bus;
    private readonly byte _address;
    private readonly IClock _clock;
    private readonly byte[] _command = new byte[3];
    private readonly byte[] _word = new byte[2];
    private long _began;
    private long _ended;
    private uint _retries;

    /// <summary>Makes a port to one chip.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">The chip's 7-bit address.</param>
    /// <param name="clock">The clock that transfers are timed by.</param>
    public CommandPort(II2cBus bus, byte address, IClock clock)
    {
        _bus = bus;
        _address = address;
        _clock = clock;
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _retries; }
    }

    /// <summary>When the latest try of a transfer began (board clock, nanoseconds).</summary>
    public long Began
    {
        get { return _began; }
    }

    /// <summary>When the latest try of a transfer ended (board clock, nanoseconds).</summary>
    public long Ended
    {
        get { return _ended; }
    }

    /// <summary>Sends a command of one byte.</summary>
    public BusStatus Send(byte command)
    {
        _command[0] = command;
        return Write(1);
    }

    /// <summary>Writes a 16-bit register.</summary>
    public BusStatus WriteWord(byte register, ushort value)
    {
        _command[0] = register;
        _command[1] = (byte)(value >> 8);
        _command[2] = (byte)value;
        return Write(3);
    }

    /// <summary>Reads a 16-bit register after a repeated start.</summary>
    /// <param name="register">The register.</param>
    /// <param name="value">What it holds; 0 unless the status is <see cref="BusStatus.Ok"/>.</param>
    public BusStatus ReadWord(byte register, out ushort value)
    {
        value = 0;
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= RegisterPort.Attempts; attempt++)
        {
            _command[0] = register;
            _began = _clock.Nanoseconds;
            status = _bus.WriteRead(_address, _command, 1, _word, 2);
            _ended = _clock.Nanoseconds;
            if (status == BusStatus.Ok)
            {
                value = (ushort)((_word[0] << 8) | _word[1]);
                return status;
            }

            _retries += attempt < RegisterPort.Attempts ? 1u : 0u;
        }

        return status;
    }

    /// <summary>Fetches what a command left ready, once: a chip that still works on it does not acknowledge, and says so by that.</summary>
    /// <param name="buffer">Receives the bytes; of no meaning unless the status is <see cref="BusStatus.Ok"/>.</param>
    /// <param name="count">How many, 1 to the buffer's length.</param>
    public BusStatus Fetch(byte[] buffer, int count)
    {
        _began = _clock.Nanoseconds;
        BusStatus status = _bus.Read(_address, buffer, count);
        _ended = _clock.Nanoseconds;
        return status;
    }

    private BusStatus Write(int count)
    {
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= RegisterPort.Attempts; attempt++)
        {
            _began = _clock.Nanoseconds;
            status = _bus.Write(_address, _command, count);
            _ended = _clock.Nanoseconds;
            if (status == BusStatus.Ok)
            {
                return status;
            }

            _retries += attempt < RegisterPort.Attempts ? 1u : 0u;
        }

        return status;
    }
}
