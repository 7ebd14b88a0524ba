using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The chips of the day's board and what they feel: two bridges and a touch sensor behind a switch, a climate sensor before it.</summary>
internal sealed class DayWorld : IBridgeInput, IRoomClimate, IElectrodeField
{
    private readonly SimulatedI2cBus _bus = new();
    private readonly SimulatedTca9548a _switch = new();

    public DayWorld(DayClock clock, Random random)
    {
        _switch.Channel(0).Attach(SimulatedNau7802.DefaultAddress, new SimulatedNau7802(clock, this, seed: 1));
        _switch.Channel(1).Attach(SimulatedMpr121.DefaultAddress, new SimulatedMpr121(clock, this));
        _switch.Channel(2).Attach(SimulatedNau7802.DefaultAddress, new SimulatedNau7802(clock, this, seed: 2));
        _bus.Attach(SimulatedTca9548a.DefaultAddress, _switch);
        _bus.Attach(SimulatedSht4x.DefaultAddress, new SimulatedSht4x(clock, this, serial: 77, seed: 3));
        Bus = new DayBus(_bus, clock, random);
    }

    public DayBus Bus { get; }

    public double MillivoltsPerVolt(long nanoseconds) => 1 + (nanoseconds / DayClock.Second % 7 * 0.1);

    public double AirCelsius(long nanoseconds) => 21;

    public double AirPascals(long nanoseconds) => 101_325;

    public double AirRelativeHumidity(long nanoseconds) => 45;

    public double Picofarads(long nanoseconds, int electrode) => nanoseconds / DayClock.Second % 60 == electrode * 5 ? 24 : 20;

    public void Begin(BusTrouble trouble)
    {
        Bus.Trouble = trouble;
        Unplugged(trouble)?.Bus.Unplug(Unplugged(trouble)!.Value.Address);
    }

    public void End()
    {
        Unplugged(Bus.Trouble)?.Bus.Plug(Unplugged(Bus.Trouble)!.Value.Address);
        Bus.Trouble = BusTrouble.None;
    }

    private (SimulatedI2cBus Bus, byte Address)? Unplugged(BusTrouble trouble) => trouble switch
    {
        BusTrouble.BridgeUnplugged => (_switch.Channel(0), SimulatedNau7802.DefaultAddress),
        BusTrouble.ClimateUnplugged => (_bus, SimulatedSht4x.DefaultAddress),
        BusTrouble.SwitchUnplugged => (_bus, SimulatedTca9548a.DefaultAddress),
        _ => null,
    };
}
