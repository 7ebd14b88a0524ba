using EdgeAI.Device.Bus;

namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>
/// An I2C bus whose chips are simulated: routes 7-bit addresses, lets chips be unplugged and plugged in again, counts what
/// passed. Allocates nothing per transfer. Not thread safe, like every <see cref="II2cBus"/>.
/// </summary>
public sealed class SimulatedI2cBus : II2cBus
{
    // UM10204 section 3.1.12, table 3: 0x00-0x07 and 0x78-0x7F are reserved.
    private const byte FirstAddress = 0x08;
    private const byte LastAddress = 0x77;

    private readonly ISimulatedI2cChip?[] _chips = new ISimulatedI2cChip?[128];
    private readonly bool[] _plugged = new bool[128];

    /// <summary>The wires, which a chip may hold: then every transfer is <see cref="BusStatus.BusStuck"/>.</summary>
    public SimulatedI2cLines Lines { get; } = new();

    /// <summary>Calls that reached the wires, whatever their outcome; a write with a repeated start counts once.</summary>
    public long Transfers { get; private set; }

    /// <summary>Transfers that ended without an acknowledgement.</summary>
    public long NotAcknowledged { get; private set; }

    /// <summary>Bytes that chips took, register addresses included.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes that chips gave.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Wires a chip to an address, plugged in and as it is (see <see cref="ISimulatedI2cChip.PowerOn"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is reserved (below 0x08 or above 0x77).</exception>
    /// <exception cref="InvalidOperationException">A chip stands at that address already.</exception>
    public void Attach(byte address, ISimulatedI2cChip chip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(address, FirstAddress);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, LastAddress);
        ArgumentNullException.ThrowIfNull(chip);
        if (_chips[address] is not null)
        {
            throw new InvalidOperationException($"A chip stands at address 0x{address:X2} already: give one of the two another address");
        }

        _chips[address] = chip;
        _plugged[address] = true;
    }

    /// <summary>Whether a chip is wired to an address and plugged in.</summary>
    public bool IsPlugged(byte address) => address < 128 && _plugged[address];

    /// <summary>Takes a chip off the bus: its address is not acknowledged until it is plugged in again.</summary>
    /// <exception cref="InvalidOperationException">No chip is plugged in at that address.</exception>
    public void Unplug(byte address)
    {
        if (!IsPlugged(address))
        {
            throw new InvalidOperationException($"No chip is plugged in at address 0x{address:X2}");
        }

        _plugged[address] = false;
    }

    /// <summary>Plugs an unplugged chip in again; it starts from power-on, its configuration lost.</summary>
    /// <exception cref="InvalidOperationException">No chip waits unplugged at that address.</exception>
    public void Plug(byte address)
    {
        if (address >= 128 || _plugged[address] || _chips[address] is not { } chip)
        {
            throw new InvalidOperationException($"No unplugged chip waits at address 0x{address:X2}");
        }

        _plugged[address] = true;
        chip.PowerOn();
    }

    /// <inheritdoc/>
    public BusStatus Write(byte address, byte[] data, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        Transfers++;
        if (Lines.IsStuck)
        {
            return BusStatus.BusStuck;
        }

        return WriteTo(Select(address), data.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Transfers++;
        if (Lines.IsStuck)
        {
            return BusStatus.BusStuck;
        }

        return ReadFrom(Select(address), buffer.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(buffer);
        Transfers++;
        if (Lines.IsStuck)
        {
            return BusStatus.BusStuck;
        }

        ISimulatedI2cChip? chip = Select(address);
        BusStatus written = WriteTo(chip, data.AsSpan(0, writeCount));
        return written == BusStatus.Ok ? ReadFrom(chip, buffer.AsSpan(0, readCount)) : written;
    }

    private ISimulatedI2cChip? Select(byte address) =>
        IsPlugged(address) && _chips[address] is { AcknowledgesAddress: true } chip ? chip : null;

    private BusStatus WriteTo(ISimulatedI2cChip? chip, ReadOnlySpan<byte> data)
    {
        if (chip is null)
        {
            NotAcknowledged++;
            return BusStatus.AddressNotAcknowledged;
        }

        if (!chip.Write(data))
        {
            NotAcknowledged++;
            return BusStatus.DataNotAcknowledged;
        }

        BytesWritten += data.Length;
        return BusStatus.Ok;
    }

    private BusStatus ReadFrom(ISimulatedI2cChip? chip, Span<byte> buffer)
    {
        if (chip is null)
        {
            NotAcknowledged++;
            return BusStatus.AddressNotAcknowledged;
        }

        chip.Read(buffer);
        BytesRead += buffer.Length;
        return BusStatus.Ok;
    }
}
