using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bme280;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>One quantity of the BME280 on the simulated chip.</summary>
public abstract class Bme280OnSimulatedChip : SensorDriverContract
{
    protected abstract Bme280Quantity Quantity { get; }

    protected override long ReadingStep => 90_000_000;

    protected override long SamplingInterval => 78_125_000 + 9_300_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedBody room = new();
        return new SimulatedChipUnderTest(
            SimulatedBme280.DefaultAddress,
            new SimulatedBme280(clock, room, Bme280FactoryTrimming.Example),
            variant =>
            {
                room.Celsius = Celsius(variant);
                room.Pascals = Pascals(variant);
                room.RelativeHumidity = Humidity(variant);
            },
            Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new Bme280Sensor(new Bme280Chip(bus, SimulatedBme280.DefaultAddress, clock), Quantity);

    private static double Celsius(int variant) => -10 + (variant * 7.3);

    private static double Pascals(int variant) => 70_000 + (variant * 4_321);

    private static double Humidity(int variant) => 12 + (variant * 8.7);

    // 16 bits at one sample: steps of 0.005 degC and 2.6 Pa; the driver's integers are rounded to their own steps.
    private static bool Shows(Message reading, int variant)
    {
        int value = ((ScalarMessage)reading).Value;
        return reading switch
        {
            Temperature => Math.Abs((value / 100.0) - Celsius(variant)) < 0.015,
            FluidPressure => Math.Abs((value / 256.0) - Pascals(variant)) < 4,
            _ => Math.Abs((value / 1024.0) - Humidity(variant)) < 0.05,
        };
    }
}
