namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>
/// The chips that acknowledge one address in one transfer. More than one is a wiring error that real wires do not report: the
/// lines are wired AND (UM10204 section 3.1.1), so one acknowledgement suffices and a byte read has a 0 wherever any chip sends
/// one. Allocates only when a longer read than ever before collides.
/// </summary>
public sealed class WiredChips : ISimulatedI2cChip
{
    private readonly List<ISimulatedI2cChip> _chips = new(16);
    private byte[] _other = new byte[64];

    /// <inheritdoc/>
    public bool AcknowledgesAddress => _chips.Count > 0;

    /// <summary>The one chip that answers, the whole set where several do, or null where none does.</summary>
    public ISimulatedI2cChip? Answering => _chips.Count switch { 0 => null, 1 => _chips[0], _ => this };

    /// <summary>Forgets all chips.</summary>
    public void Clear() => _chips.Clear();

    /// <summary>Adds a chip where it acknowledges its address.</summary>
    public void Add(ISimulatedI2cChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.AcknowledgesAddress)
        {
            _chips.Add(chip);
        }
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        bool acknowledged = false;
        foreach (ISimulatedI2cChip chip in _chips)
        {
            acknowledged |= chip.Write(data);
        }

        return acknowledged;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        if (_other.Length < buffer.Length)
        {
            _other = new byte[buffer.Length];
        }

        buffer.Fill(0xFF);
        Span<byte> other = _other.AsSpan(0, buffer.Length);
        foreach (ISimulatedI2cChip chip in _chips)
        {
            chip.Read(other);
            for (int index = 0; index < buffer.Length; index++)
            {
                buffer[index] &= other[index];
            }
        }
    }

    /// <inheritdoc/>
    public void PowerOn()
    {
        foreach (ISimulatedI2cChip chip in _chips)
        {
            chip.PowerOn();
        }
    }
}
