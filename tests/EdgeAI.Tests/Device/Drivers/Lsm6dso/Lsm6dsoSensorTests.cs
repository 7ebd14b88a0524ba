using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Lsm6dso;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Lsm6dso;

public sealed class Lsm6dsoSensorTests
{
    private const long Interval = 5_000_000;

    private readonly ManualClock _clock = new();
    private readonly Lsm6dsoFake _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly Lsm6dsoSensor _sensor;

    public Lsm6dsoSensorTests()
    {
        _chip = new Lsm6dsoFake(_clock);
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 6);
        _sensor = new Lsm6dsoSensor(_bus, 0x6A, _clock);
        _chip.Present(2);
    }

    private Imu Imu => (Imu)_sensor.Reading;

    [Theory]
    [InlineData(Lsm6dsoRate.PerSecond12, Lsm6dsoAccelerationRange.G2, Lsm6dsoAngularRange.DegreesPerSecond250, 0x10, 0x10)]
    [InlineData(Lsm6dsoRate.PerSecond208, Lsm6dsoAccelerationRange.G16, Lsm6dsoAngularRange.DegreesPerSecond2000, 0x54, 0x5C)]
    [InlineData(Lsm6dsoRate.PerSecond833, Lsm6dsoAccelerationRange.G8, Lsm6dsoAngularRange.DegreesPerSecond500, 0x7C, 0x74)]
    public void Start_Options_StandInTheRegisters(
        Lsm6dsoRate rate, Lsm6dsoAccelerationRange acceleration, Lsm6dsoAngularRange angular, byte control1, byte control2)
    {
        var options = new Lsm6dsoOptions { Rate = rate, Acceleration = acceleration, AngularVelocity = angular };
        BringUp(new Lsm6dsoSensor(_bus, 0x6A, _clock, options));
        Assert.Equal((control1, control2, (byte)0x44), (_chip[0x10], _chip[0x11], _chip[0x12]));
    }

    [Theory]
    [InlineData(Lsm6dsoAccelerationRange.G2, 2)]
    [InlineData(Lsm6dsoAccelerationRange.G4, 4)]
    [InlineData(Lsm6dsoAccelerationRange.G8, 8)]
    [InlineData(Lsm6dsoAccelerationRange.G16, 16)]
    public void AccelerationScale_EachRange_IsTheDataSheetsSensitivity(Lsm6dsoAccelerationRange range, int g)
    {
        Scale scale = Lsm6dsoCodec.AccelerationScale(range);
        Assert.Equal(0.061e-3 * (g / 2) * 9.80665, scale.Mantissa * Math.Pow(10, scale.Exponent), 12);
        Assert.Equal(Unit.MetrePerSecondSquared, scale.Unit);
    }

    [Theory]
    [InlineData(Lsm6dsoAngularRange.DegreesPerSecond250, 8.75)]
    [InlineData(Lsm6dsoAngularRange.DegreesPerSecond500, 17.5)]
    [InlineData(Lsm6dsoAngularRange.DegreesPerSecond1000, 35)]
    [InlineData(Lsm6dsoAngularRange.DegreesPerSecond2000, 70)]
    public void AngularVelocityScale_EachRange_IsTheDataSheetsSensitivity(Lsm6dsoAngularRange range, double mdps)
    {
        Scale scale = Lsm6dsoCodec.AngularVelocityScale(range);
        Assert.Equal(1.0, scale.Mantissa * Math.Pow(10, scale.Exponent) / (mdps * 1e-3 * Math.PI / 180), 8);
        Assert.Equal(Unit.RadianPerSecond, scale.Unit);
    }

    [Theory]
    [InlineData(0, 32_767, SensorStatus.Saturated)]
    [InlineData(2, -32_768, SensorStatus.Saturated)]
    [InlineData(3, 32_767, SensorStatus.Saturated)]
    [InlineData(5, -32_768, SensorStatus.Saturated)]
    [InlineData(5, -32_767, SensorStatus.Ok)]
    public void Read_AxisAtItsEnd_IsSaturated(int axis, short value, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip.Axes[axis] = value;
        _clock.Advance(Interval);
        Assert.Equal(expected, _sensor.Read());
    }

    [Theory]
    [InlineData(-16_640, SensorStatus.Ok)]
    [InlineData(-16_641, SensorStatus.Implausible)]
    [InlineData(15_360, SensorStatus.Ok)]
    [InlineData(15_361, SensorStatus.Implausible)]
    public void Read_DieBeyondItsRange_IsImplausible(short steps, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip.Temperature = steps;
        _clock.Advance(Interval);
        Assert.Equal(expected, _sensor.Read());
    }

    [Theory]
    [InlineData(1, SensorStatus.Ok)]
    [InlineData(2, SensorStatus.NotReady)]
    public void Read_OvertakenByASample_ReadsAgainRatherThanTorn(int times, SensorStatus expected)
    {
        BringUp(_sensor);
        _clock.Advance(Interval);
        _chip.Overtake = times;
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void MissedSamples_LateReadings_AreCounted()
    {
        BringUp(_sensor);
        _clock.Advance(Interval);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        long missed = _sensor.MissedSamples;
        _clock.Advance(4 * Interval);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(missed + 3, _sensor.MissedSamples);
    }

    [Fact]
    public void Read_TwiceInOneSample_SecondIsNotReady()
    {
        BringUp(_sensor);
        _clock.Advance(Interval);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_SamplingStopped_IsTimeoutThenComesUpAgain()
    {
        BringUp(_sensor);
        _chip.Stopped = true;
        _clock.Advance(Interval);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(100_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _chip.Stopped = false;
        BringUp(_sensor);
    }

    [Fact]
    public void Start_ResetHangs_IsTimeout()
    {
        _chip.ResetHangs = true;
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        _clock.Advance(11_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensor.Start());
        _chip.ResetHangs = false;
        BringUp(_sensor);
    }

    [Fact]
    public void Start_OtherIdentity_IsWrongChipAndNothingIsWritten()
    {
        _chip[0x0F] = 0x6A;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
        Assert.Equal(1, _bus.Transfers);
    }

    [Theory]
    [InlineData(0x10, 0x50)]
    [InlineData(0x11, 0x00)]
    [InlineData(0x12, 0x04)]
    public void Read_SettingChangedInTheChip_IsConfigurationLost(byte register, byte value)
    {
        BringUp(_sensor);
        _chip[register] = value;
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Read());
        BringUp(_sensor);
    }

    [Fact]
    public void Read_GoodReading_HasBothPartsAndTheTemperature()
    {
        BringUp(_sensor);
        Assert.Equal(ImuParts.AngularVelocity | ImuParts.LinearAcceleration, Imu.Parts);
        Assert.Equal(512, _sensor.TemperatureSteps);
        Assert.True(_chip.Shows(Imu, 2));
    }

    private void BringUp(Lsm6dsoSensor sensor)
    {
        for (int i = 0; i < 1000; i++)
        {
            if (sensor.Read() == SensorStatus.Ok)
            {
                return;
            }

            _clock.Advance(1_000_000);
        }

        Assert.Fail($"the chip did not come up; stage {sensor.Stage}");
    }
}
