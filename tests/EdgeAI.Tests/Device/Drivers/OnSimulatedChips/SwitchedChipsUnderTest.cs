using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>Simulated chips of one address, one to each channel of a simulated TCA9548A, for the contract of a driver of them all.</summary>
internal sealed class SwitchedChipsUnderTest : IChipUnderTest
{
    private readonly SimulatedI2cBus _bus = new();
    private readonly ISimulatedI2cChip[] _chips;
    private readonly FixedWorld _world;
    private readonly Action<FixedWorld, int> _present;
    private readonly Func<Message, int, bool> _shows;

    public SwitchedChipsUnderTest(
        byte address, FixedWorld world, ISimulatedI2cChip[] chips, Action<FixedWorld, int> present, Func<Message, int, bool> shows)
    {
        _chips = chips;
        _world = world;
        _present = present;
        _shows = shows;
        SimulatedTca9548a tca = new();
        _bus.Attach(SimulatedTca9548a.DefaultAddress, tca);
        for (int channel = 0; channel < chips.Length; channel++)
        {
            tca.Channel(channel).Attach(address, chips[channel]);
        }
    }

    public II2cBus Bus => _bus;

    public void PowerCycle()
    {
        _bus.Unplug(SimulatedTca9548a.DefaultAddress);
        _bus.Plug(SimulatedTca9548a.DefaultAddress);
        foreach (ISimulatedI2cChip chip in _chips)
        {
            chip.PowerOn();
        }
    }

    public void Present(int variant) => _present(_world, variant);

    public bool Shows(Message reading, int variant) => _shows(reading, variant);
}
