using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>
/// An SPI controller whose MOSI drives a chip's clock pin and whose MISO reads the chip's data pin; its own clock line goes nowhere.
/// Each bit of a transfer is a level on the chip's clock pin for one bit time, and the chip's data pin is sampled in the middle of
/// it. A chip that is unplugged leaves MISO at its pull-up: an SPI bus cannot tell. Allocates nothing per transfer; not thread safe.
/// </summary>
public sealed class SimulatedSpiBus : ISpiBus
{
    private const long Second = 1_000_000_000;

    private readonly IClock _clock;
    private readonly ISimulatedPulsedChip _chip;
    private readonly long _bitNanoseconds;
    private bool _plugged = true;
    private long _busyUntil = long.MinValue;

    /// <summary>Makes a controller with MOSI resting low.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="chip">What is wired to it.</param>
    /// <param name="hertz">Bits per second, 1 to 100,000,000.</param>
    public SimulatedSpiBus(IClock clock, ISimulatedPulsedChip chip, int hertz)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentOutOfRangeException.ThrowIfLessThan(hertz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hertz, 100_000_000);
        _clock = clock;
        _chip = chip;
        _bitNanoseconds = Second / hertz;
    }

    /// <summary>Transfers that reached the wires.</summary>
    public long Transfers { get; private set; }

    /// <summary>Nanoseconds that the controller pauses after each byte, MOSI held at its last bit; 0 unless set.</summary>
    public long ByteGapNanoseconds { get; set; }

    /// <summary>Whether MOSI keeps its last bit after a transfer; otherwise it goes low.</summary>
    public bool HoldsLastBit { get; set; }

    /// <summary>Takes the chip off the wires.</summary>
    public void Unplug() => _plugged = false;

    /// <summary>Puts the chip onto the wires again; it starts from power-on.</summary>
    public void Plug()
    {
        _plugged = true;
        _chip.PowerOn();
    }

    /// <inheritdoc/>
    public BusStatus Transfer(byte[] send, byte[] receive, int count)
    {
        ArgumentNullException.ThrowIfNull(send);
        ArgumentNullException.ThrowIfNull(receive);
        Transfers++;
        long time = Math.Max(_clock.Nanoseconds, _busyUntil);
        for (int index = 0; index < count; index++)
        {
            int taken = 0;
            for (int bit = 7; bit >= 0; bit--)
            {
                taken = (taken << 1) | (Exchange(time, ((send[index] >> bit) & 1) != 0) ? 1 : 0);
                time += _bitNanoseconds;
            }

            receive[index] = (byte)taken;
            time += ByteGapNanoseconds;
        }

        if (_plugged && !HoldsLastBit)
        {
            _chip.DriveClock(time, high: false);
        }

        _busyUntil = time;
        return BusStatus.Ok;
    }

    private bool Exchange(long time, bool high)
    {
        if (!_plugged)
        {
            return true;
        }

        _chip.DriveClock(time, high);
        return _chip.IsDataHigh(time + (_bitNanoseconds / 2));
    }
}
