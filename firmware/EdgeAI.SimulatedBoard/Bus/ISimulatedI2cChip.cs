namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>A chip as the wires see it: it acknowledges its address or not, takes bytes, gives bytes.</summary>
public interface ISimulatedI2cChip
{
    /// <summary>Whether the chip acknowledges its address at this moment.</summary>
    bool AcknowledgesAddress { get; }

    /// <summary>Whether it acknowledges its address for a read: some chips hear a command at a time when they have nothing to give.</summary>
    bool AcknowledgesRead => AcknowledgesAddress;

    /// <summary>Takes the bytes of one write, the register address first.</summary>
    /// <returns>False where the chip stops acknowledging inside the transfer.</returns>
    bool Write(ReadOnlySpan<byte> data);

    /// <summary>Fills a buffer from the register pointer on.</summary>
    void Read(Span<byte> buffer);

    /// <summary>Starts the chip as if power had just come: every register at its reset value, nothing measured yet.</summary>
    void PowerOn();
}
