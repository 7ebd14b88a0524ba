using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

public sealed class Bmp390SensorTests
{
    private readonly ManualClock _clock = new();
    private readonly Bmp390Fake _chip;
    private readonly Bmp390Sensor _sensor;

    public Bmp390SensorTests()
    {
        _chip = new Bmp390Fake(_clock, Bmp390Registers.LowAddress);
        _sensor = new Bmp390Sensor(new FaultInjectingI2cBus(_chip, _clock, seed: 9), Bmp390Registers.LowAddress, _clock);
    }

    [Fact]
    public void Read_Running_GivesPressureAndTemperature()
    {
        ReadUntilOk();
        var fluid = (FluidPressure)_sensor.Reading;
        Assert.Equal((1, (sbyte)-2, Unit.Pascal), (fluid.Scale.Mantissa, fluid.Scale.Exponent, fluid.Scale.Unit));
        Assert.Equal(10_000_000, fluid.Value, 5.0);
        Assert.InRange(_sensor.TemperatureHundredths, 2300, 2500);
    }

    [Theory]
    [InlineData(Bmp390Rate.PerSecond200, 0)]
    [InlineData(Bmp390Rate.PerSecond100, 1)]
    [InlineData(Bmp390Rate.PerSecond50, 3)]
    [InlineData(Bmp390Rate.PerSecond25, 4)]
    public void Read_Rate_TakesTheOversamplingThatFits(Bmp390Rate rate, int expected)
    {
        Bmp390Sensor sensor = new(_chip, Bmp390Registers.LowAddress, _clock, rate, 2);
        Assert.Equal(SensorStatus.NotReady, sensor.Read());
        _clock.Advance(5_000_000);
        sensor.Read();
        Assert.Equal(expected, _chip.Oversampling);

        // DS section 3.9.2: what the measurement takes must fit the interval.
        int microseconds = 234 + 392 + (2020 << expected) + 313 + 2020;
        Assert.True(microseconds <= 5000 << (int)rate, $"{microseconds}");
    }

    [Fact]
    public void Read_WithinTheReset_IsNotReady()
    {
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        _clock.Advance(3_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_CoefficientsAgainstTheirCrc_AreRefused()
    {
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        _chip.Disturb(0x35, 0x12);
        _clock.Advance(5_000_000);
        Assert.Equal(SensorStatus.Implausible, _sensor.Read());
    }

    [Fact]
    public void Start_Bmp388_IsWrongChip()
    {
        _chip.Disturb(Bmp390Registers.ChipId, 0x50);
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Read_ErrorBit_IsChipFault(byte bit)
    {
        ReadUntilOk();
        _chip.Error = bit;
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        _chip.Error = 0;
        ReadUntilOk();
    }

    [Theory]
    [InlineData(125_001, SensorStatus.Saturated)]
    [InlineData(124_999, SensorStatus.Ok)]
    [InlineData(29_999, SensorStatus.Implausible)]
    public void Read_AtTheLimits_IsNamed(int pascal, SensorStatus expected)
    {
        ReadUntilOk();
        _chip.Pascal = pascal;
        _clock.Advance(20_000_000);
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void Read_NothingNew_IsNotReadyThenTimesOut()
    {
        ReadUntilOk();
        _chip.Dead = true;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(200_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _chip.Dead = false;
        ReadUntilOk();
    }

    private void ReadUntilOk()
    {
        SensorStatus status = _sensor.Read();
        for (int i = 0; i < 20 && status != SensorStatus.Ok; i++)
        {
            _clock.Advance(20_000_000);
            status = _sensor.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }
}
