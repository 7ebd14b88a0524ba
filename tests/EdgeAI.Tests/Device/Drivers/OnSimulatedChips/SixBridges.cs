using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>Six NAU7802 behind a TCA9548A, each on a bridge of its own: force and torque by a matrix that the test knows.</summary>
internal sealed class SixBridges : IChipUnderTest
{
    public const int Channels = 6;

    // At one millivolt per volt for 20 N or 1 Nm, the noise of a NAU7802 is 0.3 mN or 15 uNm, six of them and a twentieth more.
    private const double ToleranceSteps = 12;
    private const double CountsPerMillivoltPerVolt = 1e-3 * 128 / 0.5 * 8_388_608;

    private readonly SimulatedI2cBus _bus = new();
    private readonly FixedWorld[] _worlds = new FixedWorld[Channels];

    public SixBridges(IClock clock)
    {
        SimulatedTca9548a mux = new();
        for (int channel = 0; channel < Channels; channel++)
        {
            _worlds[channel] = new FixedWorld();
            mux.Channel(channel).Attach(SimulatedNau7802.DefaultAddress, new SimulatedNau7802(clock, _worlds[channel], (ulong)channel));
            Behind.Add(mux.Channel(channel));
        }

        _bus.Attach(SimulatedTca9548a.DefaultAddress, mux);
    }

    /// <summary>Newtons or newton-metres a count, row by row: each axis is its bridge and a twentieth of the next.</summary>
    public static double[] Matrix { get; } = MakeMatrix();

    public II2cBus Bus => _bus;

    private List<SimulatedI2cBus> Behind { get; } = [];

    public void PowerCycle()
    {
        _bus.Unplug(SimulatedTca9548a.DefaultAddress);
        _bus.Plug(SimulatedTca9548a.DefaultAddress);
        foreach (SimulatedI2cBus bus in Behind)
        {
            bus.Unplug(SimulatedNau7802.DefaultAddress);
            bus.Plug(SimulatedNau7802.DefaultAddress);
        }
    }

    public void Present(int variant)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            _worlds[channel].Bridge = Millivolts(variant, channel);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        WrenchStamped wrench = (WrenchStamped)reading;
        for (int axis = 0; axis < Channels; axis++)
        {
            double expected = 0;
            for (int channel = 0; channel < Channels; channel++)
            {
                expected += Matrix[(axis * Channels) + channel] * Millivolts(variant, channel) * CountsPerMillivoltPerVolt;
            }

            double value = axis < 3 ? wrench.Force[axis] * 1e-3 : wrench.Torque[axis - 3] * 1e-6;
            if (Math.Abs(value - expected) > ToleranceSteps * (axis < 3 ? 1e-3 : 1e-6 * 50))
            {
                return false;
            }
        }

        return true;
    }

    private static double Millivolts(int variant, int channel) => (variant - 4.5) * (channel - 2.4) * 0.1;

    private static double[] MakeMatrix()
    {
        double[] matrix = new double[Channels * Channels];
        for (int axis = 0; axis < Channels; axis++)
        {
            double perCount = (axis < 3 ? 20 : 1) / CountsPerMillivoltPerVolt;
            matrix[(axis * Channels) + axis] = perCount;
            matrix[(axis * Channels) + ((axis + 1) % Channels)] = perCount / 20;
        }

        return matrix;
    }
}
