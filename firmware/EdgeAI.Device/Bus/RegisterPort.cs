using EdgeAI.Device.Time;

namespace EdgeAI.Device.Bus;

/// <summary>
/// A register-addressed chip on an I2C bus: one register byte, then data, the chip counting the register up by itself.
/// A failed transfer is tried <see cref="Attempts"/> times in all; the last outcome is what the caller sees.
/// Times each read by the board's clock. Allocates nothing after construction; not thread safe, like the bus.
/// </summary>
public sealed class RegisterPort
{
    /// <summary>
    /// How often a transfer is tried: once, and once more. A spike on the wire is gone by the second try; whatever
    /// outlasts it is a fault that the caller must hear of now, not a sampling period later.
    /// </summary>
    public const int Attempts = 2;

    private readonly II2cBus _bus;
    private readonly byte _address;
    private readonly IClock _clock;
    private readonly byte[] _pointer = new byte[1];
    private readonly byte[] _pair = new byte[2];
    private long _readBegan;
    private long _readEnded;
    private uint _retries;

    /// <summary>Makes a port to one chip.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">The chip's 7-bit address.</param>
    /// <param name="clock">The clock that reads are timed by.</param>
    public RegisterPort(II2cBus bus, byte address, IClock clock)
    {
        _bus = bus;
        _address = address;
        _clock = clock;
    }

    /// <summary>How many transfers needed a second try since construction; wraps. A rising count is a wire to look at.</summary>
    public uint Retries
    {
        get { return _retries; }
    }

    /// <summary>Writes one register.</summary>
    public BusStatus Write(byte register, byte value)
    {
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            _pair[0] = register;
            _pair[1] = value;
            status = _bus.Write(_address, _pair, 2);
            if (status == BusStatus.Ok)
            {
                return status;
            }

            _retries += attempt < Attempts ? 1u : 0u;
        }

        return status;
    }

    /// <summary>Reads consecutive registers in one burst after a repeated start.</summary>
    /// <param name="register">The first register.</param>
    /// <param name="buffer">Receives the bytes; of no meaning unless the status is <see cref="BusStatus.Ok"/>.</param>
    /// <param name="count">How many registers, 1 to the buffer's length.</param>
    public BusStatus Read(byte register, byte[] buffer, int count)
    {
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            _pointer[0] = register;
            _readBegan = _clock.Nanoseconds;
            status = _bus.WriteRead(_address, _pointer, 1, buffer, count);
            _readEnded = _clock.Nanoseconds;
            if (status == BusStatus.Ok)
            {
                return status;
            }

            _retries += attempt < Attempts ? 1u : 0u;
        }

        return status;
    }

    /// <summary>
    /// The stamp of the latest read: the middle of its successful transfer, give or take half of the transfer and the
    /// age that the data may already have had in the chip's registers.
    /// </summary>
    /// <param name="dataAgeNanoseconds">The chip's own sampling interval, in nanoseconds.</param>
    public Stamp StampOfLatestRead(long dataAgeNanoseconds)
    {
        long duration = _readEnded - _readBegan;
        return new Stamp(_readBegan + duration / 2, (duration + 1) / 2 + dataAgeNanoseconds);
    }
}
