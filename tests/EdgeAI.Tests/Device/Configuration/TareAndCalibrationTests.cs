using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>What the commands Tare and Calibrate do to the sensors that can, and what the hello tells afterwards.</summary>
public sealed class TareAndCalibrationTests
{
    private static readonly Scale Newton = new(1, -3, Unit.Newton);

    private readonly EveryDriverBoard _board = new();
    private readonly SensorCatalog _catalog;

    public TareAndCalibrationTests() => _catalog = new SensorCatalog(_board.Configuration, _board, _board, _board.Clock);

    [Fact]
    public void Catalog_EveryDriver_BridgesWrenchAndBarometersAreTareable()
    {
        DriverCode[] tareable = [.. _board.Configuration.Sensors.Select(static sensor => sensor.Driver).Where(driver => Make(driver) is ITareable)];
        DriverCode[] calibratable = [.. _board.Configuration.Sensors.Select(static sensor => sensor.Driver).Where(driver => Make(driver) is ICalibratable)];
        Assert.Equal([DriverCode.Bmp390Taxels, DriverCode.Nau7802, DriverCode.Hx711, DriverCode.SixAxis], tareable);
        Assert.Equal([DriverCode.Nau7802, DriverCode.Hx711], calibratable);
    }

    [Theory]
    [InlineData(DriverCode.Nau7802)]
    [InlineData(DriverCode.Hx711)]
    public void Tare_Bridge_ZeroesTheReadingAndMovesTheRange(DriverCode driver)
    {
        ISensor sensor = Make(driver);
        ITareable tareable = (ITareable)sensor;
        StreamDescription description = StreamDescriber.Describe(_board.Sensor(driver), sensor);
        Assert.Equal(TareOutcome.NoReading, tareable.Tare());
        int span = description.Maximum - description.Minimum;

        ReadUntilOk(sensor);
        Assert.Equal(TareOutcome.Done, tareable.Tare());
        ReadUntilOk(sensor);
        StreamDescriber.Refresh(description, _board.Sensor(driver), sensor);

        ForceStamped force = (ForceStamped)sensor.Reading;
        Assert.Equal(0, force.Value);
        int[] stored = new int[tareable.TareLength];
        Assert.True(tareable.TryGetTare(stored));
        Assert.Equal([force.RawCount], stored);
        Assert.Equal(span, description.Maximum - description.Minimum);
        Assert.InRange(description.Minimum + description.Maximum + (2 * force.RawCount), -1, 0);

        tareable.SetTare([force.RawCount - 5]);
        ReadUntilOk(sensor);
        Assert.Equal(5, force.Value);
    }

    [Theory]
    [InlineData(DriverCode.Nau7802)]
    [InlineData(DriverCode.Hx711)]
    public void Calibrate_Bridge_ReadsTheReference(DriverCode driver)
    {
        ISensor sensor = Make(driver);
        ICalibratable calibratable = (ICalibratable)sensor;
        Assert.Equal(CalibrationOutcome.NoReading, calibratable.Calibrate(9807, Newton));
        ReadUntilOk(sensor);
        ((ITareable)sensor).SetTare([((ForceStamped)sensor.Reading).RawCount - 123_456]);
        Scale before = calibratable.ValueScale;

        Assert.Equal(CalibrationOutcome.WrongUnit, calibratable.Calibrate(9807, new Scale(1, -3, Unit.Pascal)));
        Assert.Equal(CalibrationOutcome.OutOfRange, calibratable.Calibrate(0, Newton));
        Assert.Equal(CalibrationOutcome.OutOfRange, calibratable.Calibrate(int.MaxValue, new Scale(int.MaxValue, 18, Unit.Newton)));
        Assert.Equal(CalibrationOutcome.OutOfRange, calibratable.Calibrate(1, new Scale(1, -18, Unit.Newton)));
        Assert.Equal(before, calibratable.ValueScale);
        Assert.Equal(CalibrationOutcome.Done, calibratable.Calibrate(9807, Newton));

        ReadUntilOk(sensor);
        StreamDescription description = StreamDescriber.Describe(_board.Sensor(driver), sensor);
        Assert.Equal(calibratable.ValueScale, description.Scale);
        ForceStamped force = (ForceStamped)sensor.Reading;
        Assert.Equal(9.807, force.Value * (double)force.Scale.Mantissa * Math.Pow(10, force.Scale.Exponent), 6);
        Assert.Equal(CalibrationOutcome.Done, calibratable.Calibrate(-3, new Scale(2, 0, Unit.Newton)));
        ReadUntilOk(sensor);
        Assert.Equal(-6, force.Value * (double)force.Scale.Mantissa * Math.Pow(10, force.Scale.Exponent), 6);

        calibratable.SetScale(before);
        Assert.Equal(before, calibratable.ValueScale);
        ((ITareable)sensor).SetTare([force.RawCount]);
        Assert.Equal(CalibrationOutcome.OutOfRange, calibratable.Calibrate(9807, Newton));
    }

    [Fact]
    public void Tare_SixAxis_ZeroesSixNumbersThatCanBeStored()
    {
        ISensor sensor = Make(DriverCode.SixAxis);
        ITareable tareable = (ITareable)sensor;
        Assert.Equal(TareOutcome.NoReading, tareable.Tare());
        ReadUntilOk(sensor);
        WrenchStamped wrench = (WrenchStamped)sensor.Reading;
        int force = wrench.Force[0];
        Assert.NotEqual(0, force);
        Assert.Equal(TareOutcome.Done, tareable.Tare());
        ReadUntilOk(sensor);
        Assert.All(wrench.Force.Concat(wrench.Torque), static value => Assert.Equal(0, value));

        StreamDescription description = StreamDescriber.Describe(_board.Sensor(DriverCode.SixAxis), sensor);
        Assert.Equal(9_000_000 + Math.Max(0, -force), description.Maximum);
        int[] stored = new int[tareable.TareLength];
        Assert.True(tareable.TryGetTare(stored));
        stored[0] = 0;
        tareable.SetTare(stored);
        ReadUntilOk(sensor);
        Assert.Equal((force, 0), (wrench.Force[0], wrench.Force[1]));
    }

    [Fact]
    public void Tare_Barometers_StartsAndATareThatWasStoredServesAtOnce()
    {
        ISensor sensor = Make(DriverCode.Bmp390Taxels);
        ITareable tareable = (ITareable)sensor;
        int[] stored = new int[tareable.TareLength];
        Assert.False(tareable.TryGetTare(stored));
        ReadUntilOk(sensor);
        Assert.True(tareable.TryGetTare(stored));

        _board.Present(3);
        Assert.Equal(TareOutcome.Started, tareable.Tare());
        Assert.False(tareable.TryGetTare(new int[stored.Length]));
        ReadUntilOk(sensor);
        TactileArray taxels = (TactileArray)sensor.Reading;
        Assert.All(taxels.Values, static value => Assert.InRange(value, -11, 11));

        tareable.SetTare(stored);
        ReadUntilOk(sensor);
        Assert.All(taxels.Values, static value => Assert.NotInRange(value, -11, 11));
    }

    [Fact]
    public void Refresh_AfterATare_AllocatesNothing()
    {
        ISensor sensor = Make(DriverCode.SixAxis);
        SensorConfiguration configuration = _board.Sensor(DriverCode.SixAxis);
        StreamDescription description = StreamDescriber.Describe(configuration, sensor);
        long allocated = long.MaxValue;
        for (int attempt = 0; attempt < 5 && allocated != 0; attempt++)
        {
            AllocationMeter before = AllocationMeter.Start();
            for (int i = 0; i < 1000; i++)
            {
                StreamDescriber.Refresh(description, configuration, sensor);
            }

            allocated = before.Bytes;
        }

        Assert.Equal(0, allocated);
    }

    private ISensor Make(DriverCode driver)
    {
        Assert.Equal(CatalogStatus.Ok, _catalog.TryMake(Array.IndexOf(_board.Configuration.Sensors, _board.Sensor(driver)), out ISensor? sensor));
        return sensor!;
    }

    private void ReadUntilOk(ISensor sensor)
    {
        _board.Clock.Advance(200_000_000);
        SensorStatus status = sensor.Read();
        for (int attempt = 0; attempt < 20_000 && status != SensorStatus.Ok; attempt++)
        {
            _board.Clock.Advance(1_300_000);
            status = sensor.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }
}
