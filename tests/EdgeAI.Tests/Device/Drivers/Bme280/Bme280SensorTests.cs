using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Bme280;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Bme280;

public sealed class Bme280SensorTests
{
    private const long Step = 90_000_000;

    private readonly ManualClock _clock = new();
    private readonly Bme280Fake _fake;
    private readonly Bme280Chip _chip;
    private readonly Bme280Sensor[] _sensors;

    public Bme280SensorTests()
    {
        _fake = new Bme280Fake(_clock);
        _chip = new Bme280Chip(_fake, 0x76, _clock);
        _sensors = [.. Enum.GetValues<Bme280Quantity>().Select(quantity => new Bme280Sensor(_chip, quantity))];
    }

    [Fact]
    public void Read_DataSheetsExample_GivesSiValues()
    {
        BringUp();
        Assert.All(_sensors, sensor => Assert.Equal(SensorStatus.Ok, sensor.Read()));
        Assert.Equal(25.08, Value(0), 6);
        Assert.Equal(Bme280Fake.HumidityOf(27_000, 128_422) / 100, Value(1), 4);
        Assert.Equal(100_653.27, Value(2), 1);
        Assert.Equal([Unit.DegreeCelsius, Unit.One, Unit.Pascal], _sensors.Select(static sensor => ((ScalarMessage)sensor.Reading).Scale.Unit));
    }

    [Fact]
    public void Read_ThreeStreamsOfOneRate_CostOneBurstAPeriod()
    {
        BringUp();
        Assert.All(_sensors, sensor => Assert.Equal(SensorStatus.Ok, sensor.Read()));
        int before = _fake.Bursts;
        for (int i = 0; i < 50; i++)
        {
            _clock.Advance(Step);
            Assert.All(_sensors, sensor => Assert.Equal(SensorStatus.Ok, sensor.Read()));
            Assert.Single(_sensors.Select(static sensor => sensor.Reading.Stamp.Nanoseconds).Distinct());
        }

        Assert.Equal(50, _fake.Bursts - before);
    }

    [Fact]
    public void Read_SameMeasurementTwice_SecondIsNotReady()
    {
        BringUp();
        Assert.Equal(SensorStatus.Ok, _sensors[0].Read());
        Assert.Equal(SensorStatus.NotReady, _sensors[0].Read());
        Assert.Equal(SensorStatus.Ok, _sensors[1].Read());
    }

    [Fact]
    public void Start_SecondSensor_JoinsTheRunningChip()
    {
        Assert.Equal(SensorStatus.NotReady, _sensors[0].Start());
        BringUp();
        Assert.Equal(SensorStatus.Ok, _sensors[1].Start());
        Assert.Equal(SensorStatus.Ok, _sensors[2].Start());
        Assert.Equal(1, _chip.BringUps);
        Assert.Equal(SensorStatus.NotReady, _sensors[1].Start());
        Assert.Equal(2, _chip.BringUps);
    }

    [Fact]
    public void Start_UpdateHangs_IsTimeout()
    {
        _fake.UpdateHangs = true;
        Assert.Equal(SensorStatus.NotReady, _sensors[0].Start());
        _clock.Advance(3_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensors[0].Start());
        _clock.Advance(20_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensors[0].Start());
    }

    [Fact]
    public void Start_OtherIdentity_IsWrongChip()
    {
        _fake[0xD0] = 0x58;
        Assert.Equal(SensorStatus.WrongChip, _sensors[0].Start());
    }

    [Fact]
    public void Start_TrimmingEmpty_IsImplausible()
    {
        Assert.Equal(SensorStatus.NotReady, _sensors[0].Start());
        _fake[0x88] = 0;
        _fake[0x89] = 0;
        _clock.Advance(3_000_000);
        Assert.Equal(SensorStatus.Implausible, _sensors[0].Start());
    }

    [Theory]
    [InlineData(0xF2, 0x00)]
    [InlineData(0xF4, 0x00)]
    [InlineData(0xF5, 0x00)]
    public void Read_SettingChangedInTheChip_IsConfigurationLost(byte register, byte value)
    {
        BringUp();
        _clock.Advance(Step);
        _fake[register] = value;
        Assert.Equal(SensorStatus.ConfigurationLost, _sensors[0].Read());
        BringUp();
    }

    [Theory]
    [InlineData(0, 519_888, SensorStatus.Saturated)]
    [InlineData(0xFFFFF, 519_888, SensorStatus.Saturated)]
    [InlineData(415_148, 0xFFFFF, SensorStatus.Saturated)]
    [InlineData(415_148, 800_000, SensorStatus.Implausible)]
    [InlineData(415_148, 100_000, SensorStatus.Implausible)]
    [InlineData(50_000, 519_888, SensorStatus.Implausible)]
    [InlineData(1_000_000, 519_888, SensorStatus.Implausible)]
    public void Read_QuantityOutOfItsRange_RefusesAllThree(int rawPressure, int rawTemperature, SensorStatus expected)
    {
        BringUp();
        _fake.RawPressure = rawPressure;
        _fake.RawTemperature = rawTemperature;
        _clock.Advance(Step);
        Assert.All(_sensors, sensor => Assert.Equal(expected, sensor.Read()));
    }

    [Fact]
    public void Read_NothingMeasured_IsAChipFault()
    {
        BringUp();
        (_fake.RawPressure, _fake.RawTemperature, _fake.RawHumidity) = (0x80000, 0x80000, 0x8000);
        _clock.Advance(Step);
        Assert.Equal(SensorStatus.ChipFault, _sensors[0].Read());
    }

    private double Value(int sensor)
    {
        var message = (ScalarMessage)_sensors[sensor].Reading;
        return message.Value * (double)message.Scale.Mantissa * Math.Pow(10, message.Scale.Exponent);
    }

    private void BringUp()
    {
        for (int i = 0; i < 100 && _chip.Start(-1) != SensorStatus.Ok; i++)
        {
            _clock.Advance(2_000_000);
        }

        Assert.Equal(Bme280Stage.Running, _chip.Stage);
    }
}
