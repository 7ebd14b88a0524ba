using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Tca9548a;

namespace EdgeAI.Device.Configuration;

/// <summary>The switches of a board: one object for each, since only one may turn it (see <see cref="Tca9548aSwitch"/>).</summary>
internal sealed class SharedSwitches
{
    private readonly Tca9548aSwitch[] _switches;
    private readonly int[] _buses;
    private readonly byte[] _addresses;
    private int _count;

    public SharedSwitches(BoardConfiguration configuration)
    {
        // A sensor has at most one.
        _switches = new Tca9548aSwitch[configuration.Sensors.Length];
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

        Tca9548aSwitch made = new Tca9548aSwitch(before, address);
        _switches[_count] = made;
        _buses[_count] = bus;
        _addresses[_count] = address;
        _count++;
        return made;
    }
}
