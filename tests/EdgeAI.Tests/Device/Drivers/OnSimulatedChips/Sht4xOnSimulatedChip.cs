using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Sht4x;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>One quantity of the SHT4x on the simulated chip.</summary>
public abstract class Sht4xOnSimulatedChip : SensorDriverContract
{
    protected abstract Sht4xQuantity Quantity { get; }

    protected override long ReadingStep => 60_000_000;

    protected override long SamplingInterval => 0;

    protected override long OnRequestNanoseconds => 9_000_000;

    protected override SensorStatus StatusAfterReset => SensorStatus.Ok;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedBody room = new();
        return new SimulatedChipUnderTest(
            SimulatedSht4x.DefaultAddress,
            new SimulatedSht4x(clock, room, serial: 0x00C0_FFEE, seed: 4),
            variant =>
            {
                room.Celsius = Celsius(variant);
                room.RelativeHumidity = Humidity(variant);
            },
            Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new Sht4xSensor(new Sht4xChip(bus, SimulatedSht4x.DefaultAddress, clock), Quantity);

    private static double Celsius(int variant) => -20 + (variant * 11.3);

    private static double Humidity(int variant) => 7 + (variant * 9.7);

    // Six standard deviations of the repeatability and a rounding.
    private static bool Shows(Message reading, int variant)
    {
        double value = ((ScalarMessage)reading).Value / 100.0;
        return reading is Temperature
            ? Math.Abs(value - Celsius(variant)) < 0.09
            : Math.Abs(value - Humidity(variant)) < 0.17;
    }
}
