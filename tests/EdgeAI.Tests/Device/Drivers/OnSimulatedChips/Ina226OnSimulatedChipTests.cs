using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Ina226;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Ina226OnSimulatedChipTests : SensorDriverContract
{
    // 0.1 ohm, the driver's default: 3 mV are 30 mA.
    private const double StepVolts = 3e-3;

    protected override long ReadingStep => 6_000_000;

    protected override long SamplingInterval => 2 * 4 * 646_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedBody line = new();
        double shunt = 0;
        line.Shunt = _ => shunt;
        return new SimulatedChipUnderTest(
            SimulatedIna226.DefaultAddress,
            new SimulatedIna226(clock, line),
            variant =>
            {
                shunt = (variant - 4) * StepVolts;
                line.Bus = 5 + variant;
            },
            Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Ina226Sensor(bus, SimulatedIna226.DefaultAddress, clock);

    private static bool Shows(Message reading, int variant)
    {
        ElectricalState state = (ElectricalState)reading;
        double amperes = (variant - 4) * StepVolts / 0.1;
        return Math.Abs(ValueOf(state.Current, state.CurrentScale) - amperes) < 3e-5
            && Math.Abs(ValueOf(state.Voltage, state.VoltageScale) - 5 - variant) < 1e-3
            && Math.Abs(ValueOf(state.Power, state.PowerScale) - (amperes * (5 + variant))) < 1e-3;
    }

    private static double ValueOf(int value, Scale scale) => value * (double)scale.Mantissa * Math.Pow(10, scale.Exponent);
}
