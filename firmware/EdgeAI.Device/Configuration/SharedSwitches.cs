using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Tca9548a;

namespace EdgeAI.Device.Configuration;

/// <summary>
/// The switches of a board: one object for each, since only one may turn it (see <see cref="Tca9548aSwitch"/>). The only switch of a bus keeps its selection:
/// no chip before it has the address of one behind it (<see cref="ChipRules"/>), so a switch that was reset answers for none. Where a bus has several, a kept
/// channel of one would be heard together with a channel of another.
/// </summary>
internal sealed class SharedSwitches
{
    private readonly Tca9548aSwitch[] _switches;
    private readonly int[] _buses;
    private readonly byte[] _addresses;
    private readonly SensorConfiguration[] _sensors;
    private int _count;

    public SharedSwitches(BoardConfiguration configuration)
    {
        // A sensor has at most one.
        _sensors = configuration.Sensors;
        _switches = new Tca9548aSwitch[_sensors.Length];
        _buses = new int[_switches.Length];
        _addresses = new byte[_switches.Length];
    }

    public Tca9548aSwitch Of(II2cBus before, int bus, byte address)
    {
        for (int index = 0; index < _count; index++)
        {
            if (_buses[index] == bus && _addresses[index] == address)
            {
                return _switches[index];
            }
        }

        Tca9548aSwitch made = new Tca9548aSwitch(before, address, IsAlone(bus, address));
        _switches[_count] = made;
        _buses[_count] = bus;
        _addresses[_count] = address;
        _count++;
        return made;
    }

    private bool IsAlone(int bus, byte address)
    {
        bool alone = true;
        for (int index = 0; index < _sensors.Length; index++)
        {
            alone &= _sensors[index].Bus != bus || _sensors[index].Switch == 0 || _sensors[index].Switch == address;
        }

        return alone;
    }
}
