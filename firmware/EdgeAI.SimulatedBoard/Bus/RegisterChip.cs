namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>
/// What the simulated chips share: a register pointer that the first byte of a write sets and that every further byte, written
/// or read, moves on. The chip's own time passes at the start of a transfer, so one burst never straddles two measurements.
/// </summary>
public abstract class RegisterChip : ISimulatedI2cChip
{
    private byte _pointer;

    /// <inheritdoc/>
    public virtual bool AcknowledgesAddress => true;

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();
        if (data.Length == 0)
        {
            return true;
        }

        _pointer = data[0];
        foreach (byte value in data[1..])
        {
            WriteRegister(_pointer, value);
            _pointer = NextRegister(_pointer);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = ReadRegister(_pointer);
            _pointer = NextRegister(_pointer);
        }
    }

    /// <inheritdoc/>
    public void PowerOn()
    {
        _pointer = 0;
        ResetAtPowerOn();
    }

    /// <summary>Brings the chip from its last transfer to the present.</summary>
    protected abstract void PassTime();

    /// <summary>Puts every register at its power-on value.</summary>
    protected abstract void ResetAtPowerOn();

    /// <summary>What one register answers; reading may have an effect on the chip.</summary>
    protected abstract byte ReadRegister(byte register);

    /// <summary>Writes one register, or ignores the byte where the chip would.</summary>
    protected abstract void WriteRegister(byte register, byte value);

    /// <summary>The register that auto-increment goes to.</summary>
    protected virtual byte NextRegister(byte register) => (byte)(register + 1);
}
