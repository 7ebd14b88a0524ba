using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.TfLuna;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class TfLunaOnSimulatedChipTests : SensorDriverContract
{
    private const int Zone = 27;

    // Longer than the module takes to boot.
    protected override long ReadingStep => 600_000_000;

    protected override long SamplingInterval => 10_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        return new SimulatedChipUnderTest(SimulatedTfLuna.DefaultAddress, world, new SimulatedTfLuna(clock, world, Zone), Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new TfLunaSensor(bus, SimulatedTfLuna.DefaultAddress, clock);

    // Variant 8 is too near, variant 9 nothing in sight.
    private static double Metres(int variant) => variant switch { 9 => double.PositiveInfinity, 8 => 0.12, _ => 0.5 + (0.53 * variant) };

    private static void Present(FixedWorld world, int variant) => world.Ranges[Zone] = Metres(variant);

    private static bool Shows(Message reading, int variant)
    {
        RangeMeasurement range = (RangeMeasurement)reading;
        return variant switch
        {
            9 => range.Status == RangeStatus.WeakSignal,
            8 => range.Status == RangeStatus.TooNear && range.Distance == 12,
            _ => range.Status == RangeStatus.Valid && range.Distance == (int)Math.Round(100 * Metres(variant)),
        };
    }
}
