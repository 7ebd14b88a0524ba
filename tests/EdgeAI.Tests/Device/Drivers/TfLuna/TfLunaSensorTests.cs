using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.TfLuna;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.TfLuna;

public sealed class TfLunaSensorTests
{
    private readonly ManualClock _clock = new();
    private readonly TfLunaFake _chip;
    private readonly TfLunaSensor _sensor;

    public TfLunaSensorTests()
    {
        _chip = new TfLunaFake(_clock);
        _sensor = new TfLunaSensor(new FaultInjectingI2cBus(_chip, _clock, seed: 8), TfLunaRegisters.DefaultAddress, _clock);
    }

    private RangeMeasurement Range => (RangeMeasurement)_sensor.Reading;

    [Fact]
    public void Reading_Configured_IsInCentimetresWithItsLimits()
    {
        ReadAfterStart();
        Assert.Equal((1, (sbyte)-2, Unit.Metre), (Range.Scale.Mantissa, Range.Scale.Exponent, Range.Scale.Unit));
        Assert.Equal((20, 800, 35), (Range.Minimum, Range.Maximum, (int)Range.FieldOfViewMilliradian));
        Assert.Equal(3125, _sensor.TemperatureHundredths);
    }

    /// <summary>The limits of the manual's sections 6.4 and 6.9.</summary>
    [Theory]
    [InlineData(100, 99, RangeStatus.WeakSignal)]
    [InlineData(1025, 20, RangeStatus.WeakSignal)]
    [InlineData(100, 100, RangeStatus.Valid)]
    [InlineData(100, 32767, RangeStatus.Valid)]
    [InlineData(100, 32768, RangeStatus.Saturated)]
    [InlineData(100, 0xFFFF, RangeStatus.Saturated)]
    [InlineData(19, 500, RangeStatus.TooNear)]
    [InlineData(20, 500, RangeStatus.Valid)]
    [InlineData(800, 500, RangeStatus.Valid)]
    [InlineData(801, 500, RangeStatus.TooFar)]
    public void Read_DistanceAndAmplitude_GiveTheStatus(int distance, int amplitude, RangeStatus expected)
    {
        _chip.Distance = distance;
        _chip.Amplitude = amplitude;
        ReadAfterStart();
        Assert.Equal((expected, distance, (uint)amplitude), (Range.Status, Range.Distance, Range.SignalStrength));
    }

    [Fact]
    public void Read_BeforeTheManuals100Milliseconds_IsNotReady()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        _clock.Advance(99_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_TickStands_IsNotReadyThenTimesOut()
    {
        ReadAfterStart();
        _chip.DeadSince = _clock.Nanoseconds;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(140_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(10_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _chip.DeadSince = null;
        ReadAfterStart();
    }

    [Fact]
    public void Read_ErrorWordRaised_IsChipFaultAndTold()
    {
        ReadAfterStart();
        _chip.Error = 0x0102;
        _clock.Advance(10_000_000);
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        Assert.Equal(0x0102, _sensor.LatestError);
    }

    [Theory]
    [InlineData(901, 3000)]
    [InlineData(0xFFFF, 3000)]
    [InlineData(100, 10001)]
    [InlineData(100, -4001)]
    public void Read_BeyondEveryLimit_IsImplausible(int distance, int temperature)
    {
        ReadAfterStart();
        _chip.Distance = distance;
        _chip.Temperature = temperature;
        _clock.Advance(10_000_000);
        Assert.Equal(SensorStatus.Implausible, _sensor.Read());
    }

    [Theory]
    [InlineData(0x23, 1)]
    [InlineData(0x26, 50)]
    [InlineData(0x2C, 0)]
    [InlineData(0x2D, 0)]
    public void Read_SettingChanged_IsConfigurationLost(int register, byte value)
    {
        ReadAfterStart();
        _chip.Disturb(register, value);
        _clock.Advance(10_000_000);
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Read());
    }

    [Fact]
    public void Start_OtherSignature_IsWrongChip()
    {
        _chip.Disturb(TfLunaRegisters.Signature + 3, (byte)'B');
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(251)]
    public void Start_RateThatTheChipCannotHave_IsImplausible(byte rate)
    {
        _chip.Disturb(0x26, rate);
        Assert.Equal(SensorStatus.Implausible, _sensor.Start());
    }

    private void ReadAfterStart()
    {
        SensorStatus status = _sensor.Read();
        for (int i = 0; i < 30 && status != SensorStatus.Ok; i++)
        {
            _clock.Advance(10_000_000);
            status = _sensor.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }
}
