using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>
/// A simulated chip for the driver contract. Driver and chip were written from the data sheet without sight of each other:
/// where they disagree, one of the two has misread it.
/// </summary>
internal sealed class SimulatedChipUnderTest : IChipUnderTest
{
    private readonly SimulatedI2cBus _bus = new();
    private readonly byte _address;
    private readonly Action<int> _present;
    private readonly Func<Message, int, bool> _shows;

    public SimulatedChipUnderTest(byte address, FixedWorld world, ISimulatedI2cChip chip, Action<FixedWorld, int> present, Func<Message, int, bool> shows)
        : this(address, chip, variant => present(world, variant), shows)
    {
    }

    public SimulatedChipUnderTest(byte address, ISimulatedI2cChip chip, Action<int> present, Func<Message, int, bool> shows)
    {
        _address = address;
        _present = present;
        _shows = shows;
        _bus.Attach(address, chip);
    }

    public II2cBus Bus => _bus;

    public void PowerCycle()
    {
        _bus.Unplug(_address);
        _bus.Plug(_address);
    }

    public void Present(int variant) => _present(variant);

    public bool Shows(Message reading, int variant) => _shows(reading, variant);
}
