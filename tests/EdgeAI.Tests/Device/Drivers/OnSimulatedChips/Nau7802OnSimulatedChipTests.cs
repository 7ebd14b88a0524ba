using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Nau7802OnSimulatedChipTests : SensorDriverContract
{
    private const double StepMillivoltsPerVolt = 0.2;

    // Full scale is half the reference over a gain of 128 (data sheet, section 9.2).
    private const double CountsPerStep = StepMillivoltsPerVolt * 1e-3 * 128 / 0.5 * 8_388_608;
    private const double NoiseCounts = 2000;

    protected override long ReadingStep => 13_000_000;

    protected override long SamplingInterval => 12_500_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        return new SimulatedChipUnderTest(SimulatedNau7802.DefaultAddress, world, new SimulatedNau7802(clock, world, seed: 1), Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Nau7802Sensor(bus, SimulatedNau7802.DefaultAddress, clock);

    private static void Present(FixedWorld world, int variant) => world.Bridge = (variant - 4) * StepMillivoltsPerVolt;

    private static bool Shows(Message reading, int variant) =>
        Math.Abs(((ForceStamped)reading).RawCount - ((variant - 4) * CountsPerStep)) < NoiseCounts;
}
