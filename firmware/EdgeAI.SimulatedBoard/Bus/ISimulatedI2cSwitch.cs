namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>A chip that joins further wires to the bus it stands on: whatever answers there answers on this bus too.</summary>
public interface ISimulatedI2cSwitch : ISimulatedI2cChip
{
    /// <summary>Adds every chip that acknowledges an address on the wires that are joined at this moment.</summary>
    void Gather(byte address, WiredChips into);
}
