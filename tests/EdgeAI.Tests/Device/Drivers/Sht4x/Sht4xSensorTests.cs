using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Sht4x;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Sht4x;

public sealed class Sht4xSensorTests
{
    private const long Millisecond = 1_000_000;

    private readonly ManualClock _clock = new();
    private readonly Sht4xFake _fake;
    private readonly Sht4xChip _chip;
    private readonly Sht4xSensor _temperature;
    private readonly Sht4xSensor _humidity;

    public Sht4xSensorTests()
    {
        _fake = new Sht4xFake(_clock) { Temperature = 26_214, Humidity = 29_360 };
        _chip = new Sht4xChip(_fake, 0x44, _clock);
        _temperature = new Sht4xSensor(_chip, Sht4xQuantity.Temperature);
        _humidity = new Sht4xSensor(_chip, Sht4xQuantity.RelativeHumidity);
    }

    [Fact]
    public void Start_Identification_GivesTheSerialNumber()
    {
        BringUp();
        Assert.Equal(0x1234ABCDL, _chip.SerialNumber);
        Assert.Equal([0x94, 0x89], _fake.Commands);
    }

    [Fact]
    public void Read_OneMeasurement_ServesBothSensors()
    {
        BringUp();
        _fake.Commands.Clear();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(SensorStatus.NotReady, _temperature.Read());
            Assert.Equal(SensorStatus.NotReady, _humidity.Read());
            _clock.Advance(9 * Millisecond);
            Assert.Equal(SensorStatus.Ok, _temperature.Read());
            Assert.Equal(SensorStatus.Ok, _humidity.Read());
            Assert.Equal(_temperature.Reading.Stamp, _humidity.Reading.Stamp);
            _clock.Advance(500 * Millisecond);
        }

        Assert.Equal(20, _fake.Commands.Count);
        Assert.All(_fake.Commands, command => Assert.Equal(0xFD, command));
        Assert.Equal((2500, 5000), (((Temperature)_temperature.Reading).Value, ((RelativeHumidity)_humidity.Reading).Value));
    }

    [Fact]
    public void Read_BeforeTheMeasurementEnds_LeavesTheChipAlone()
    {
        BringUp();
        Assert.Equal(SensorStatus.NotReady, _temperature.Read());
        _clock.Advance(8 * Millisecond);
        Assert.Equal(SensorStatus.NotReady, _temperature.Read());
        _clock.Advance(Millisecond);
        Assert.Equal(SensorStatus.Ok, _temperature.Read());
    }

    [Fact]
    public void Read_AnyBitFlipped_IsImplausibleThenRecovers()
    {
        BringUp();
        for (int bit = 0; bit < 48; bit++)
        {
            _fake.FlippedBit = bit;
            Assert.Equal(SensorStatus.Implausible, Measure());
        }

        _fake.FlippedBit = -1;
        Assert.Equal(SensorStatus.Ok, Measure());
    }

    [Fact]
    public void Start_SerialNumberCorrupted_IsImplausibleThenRecovers()
    {
        _fake.FlippedBit = 3;
        Assert.Equal(SensorStatus.NotReady, _temperature.Start());
        _clock.Advance(Millisecond);
        Assert.Equal(SensorStatus.NotReady, _temperature.Start());
        _clock.Advance(Millisecond);
        Assert.Equal(SensorStatus.Implausible, _temperature.Start());
        _fake.FlippedBit = -1;
        BringUp();
    }

    [Fact]
    public void Read_ResetDuringTheMeasurement_IsNotAcknowledgedThenRecovers()
    {
        BringUp();
        Assert.Equal(SensorStatus.NotReady, _temperature.Read());
        _fake.PowerCycle();
        _clock.Advance(9 * Millisecond);
        Assert.Equal(SensorStatus.NotAcknowledged, _temperature.Read());
        Assert.Equal(SensorStatus.Ok, Measure());
    }

    [Theory]
    [InlineData(1870, SensorStatus.Implausible)]
    [InlineData(1872, SensorStatus.Ok)]
    [InlineData(63_662, SensorStatus.Ok)]
    [InlineData(63_667, SensorStatus.Implausible)]
    public void Read_TemperatureOutOfItsRange_IsImplausible(int word, SensorStatus expected)
    {
        BringUp();
        _fake.Temperature = word;
        Assert.Equal(expected, Measure());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(65_535, 10_000)]
    public void Read_HumidityBeyondItsEnds_IsCropped(int word, int expected)
    {
        BringUp();
        _fake.Humidity = word;
        _humidity.Read();
        _clock.Advance(9 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _humidity.Read());
        Assert.Equal(expected, ((RelativeHumidity)_humidity.Reading).Value);
    }

    [Fact]
    public void Start_SecondSensor_JoinsTheIdentifiedChip()
    {
        _temperature.Start();
        BringUp();
        Assert.Equal(SensorStatus.Ok, _humidity.Start());
        Assert.Equal(1, _chip.BringUps);
        Assert.Equal(SensorStatus.NotReady, _humidity.Start());
    }

    private SensorStatus Measure()
    {
        _clock.Advance(100 * Millisecond);
        Assert.Equal(SensorStatus.NotReady, _temperature.Read());
        _clock.Advance(9 * Millisecond);
        return _temperature.Read();
    }

    private void BringUp()
    {
        for (int i = 0; i < 100 && _chip.Start(-1) != SensorStatus.Ok; i++)
        {
            _clock.Advance(Millisecond);
        }

        Assert.Equal(Sht4xStage.Idle, _chip.Stage);
    }
}
