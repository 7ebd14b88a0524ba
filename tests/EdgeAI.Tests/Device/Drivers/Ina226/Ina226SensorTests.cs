using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Ina226;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Ina226;

public sealed class Ina226SensorTests
{
    private const long Step = 6_000_000;

    private readonly ManualClock _clock = new();
    private readonly Ina226Fake _chip;
    private readonly Ina226Sensor _sensor;

    public Ina226SensorTests()
    {
        _chip = new Ina226Fake(_clock);
        _sensor = new Ina226Sensor(_chip, 0x40, _clock);
    }

    private ElectricalState State => (ElectricalState)_sensor.Reading;

    /// <summary>DS "Configure/measure/calculate example", table 1: 10 A through 2 milliohm at 11.98 V.</summary>
    [Fact]
    public void Read_DataSheetsExample_GivesItsNumbers()
    {
        var sensor = new Ina226Sensor(_chip, 0x40, _clock, new Ina226Options { ShuntMicroohms = 2000, CurrentStepMicroamperes = 1000 });
        _chip.Shunt = 8000;
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        Assert.Equal(2560, _chip[0x05]);
        _clock.Advance(Step);
        Assert.Equal(SensorStatus.Ok, sensor.Read());
        var state = (ElectricalState)sensor.Reading;
        Assert.Equal((9584, 10_000, 4792), (state.Voltage, state.Current, state.Power));
        Assert.Equal((11.98, 10.0, 119.8), (Value(state.Voltage, state.VoltageScale), Value(state.Current, state.CurrentScale), Value(state.Power, state.PowerScale)));
    }

    [Fact]
    public void Read_CurrentBackwards_IsNegative()
    {
        _chip.Shunt = -8000;
        Next();
        Assert.Equal((-8000, -3834), (State.Current, State.Power));
    }

    [Theory]
    [InlineData(2000, 1000, 2560)]
    [InlineData(100_000, 25, 2048)]
    [InlineData(5000, 301, 3401)]
    [InlineData(1, 160_000, 32_000)]
    public void Calibration_ShuntAndStep_IsTheDataSheetsEquationTruncated(int microohms, int microamperes, int expected)
    {
        Assert.Equal(expected, Ina226Scaling.Calibration(microohms, microamperes));
        Scale scale = Ina226Scaling.CurrentScale(expected, microohms);
        Assert.Equal(1.0, Value(1, scale) / (0.00512 / (expected * (microohms * 1e-6))), 7);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(2000, 0)]
    [InlineData(-2000, -1000)]
    [InlineData(1, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Calibration_Impossible_Throws(int microohms, int microamperes) =>
        Assert.Throws<ArgumentException>(() => Ina226Scaling.Calibration(microohms, microamperes));

    [Fact]
    public void PowerOf_AnyValues_IsWithinHalfAStep() => Gen.Select(Gen.Short, Gen.Short[0, short.MaxValue]).Sample(
        (current, bus) => Math.Abs(Ina226Scaling.PowerOf(current, bus) - (current * (double)bus / 20_000)) <= 0.5,
        iter: 10_000,
        seed: "0N0XIzNsQ0O2");

    [Theory]
    [InlineData(32_767, SensorStatus.Saturated)]
    [InlineData(-32_768, SensorStatus.Saturated)]
    [InlineData(32_766, SensorStatus.Ok)]
    public void Read_ShuntAtItsEnd_IsSaturated(int shunt, SensorStatus expected)
    {
        _chip.Shunt = shunt;
        Assert.Equal(expected, Next());
    }

    [Fact]
    public void Read_MathOverflow_IsSaturated()
    {
        var sensor = new Ina226Sensor(_chip, 0x40, _clock, new Ina226Options { CurrentStepMicroamperes = 10 });
        _chip.Shunt = 20_000;
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        _clock.Advance(Step);
        Assert.Equal(SensorStatus.Saturated, sensor.Read());
    }

    [Theory]
    [InlineData(32_000, SensorStatus.Ok)]
    [InlineData(32_001, SensorStatus.Implausible)]
    [InlineData(0x7FFF, SensorStatus.Saturated)]
    [InlineData(0x8000, SensorStatus.Implausible)]
    public void Read_BusBeyondTheRatings_IsRefused(int bus, SensorStatus expected)
    {
        _chip.BusSteps = bus;
        Assert.Equal(expected, Next());
    }

    [Theory]
    [InlineData(1, SensorStatus.Ok)]
    [InlineData(2, SensorStatus.Implausible)]
    public void Read_CurrentOfAnotherAverage_IsReadAgainThenRefused(int times, SensorStatus expected)
    {
        Next();
        _chip.Overtake = times;
        Assert.Equal(expected, Next());
    }

    [Fact]
    public void Read_TwiceInOneAverage_SecondIsNotReady()
    {
        Next();
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_ConversionsStopped_IsTimeoutThenStartsAgain()
    {
        Next();
        _chip.Stopped = true;
        Assert.Equal(SensorStatus.NotReady, Next());
        _clock.Advance(200_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _chip.Stopped = false;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Theory]
    [InlineData(0x00, 0x4127)]
    [InlineData(0x05, 0)]
    public void Read_SettingChangedInTheChip_IsConfigurationLost(byte register, ushort value)
    {
        Next();
        _chip[register] = value;
        Assert.Equal(SensorStatus.ConfigurationLost, Next());
        _sensor.Read();
        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Theory]
    [InlineData(0xFE)]
    [InlineData(0xFF)]
    public void Start_OtherIdentity_IsWrongChip(byte register)
    {
        _chip[register] = 0x1234;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
    }

    [Fact]
    public void Read_ShuntOverTheLimit_RaisesTheAlert()
    {
        var sensor = new Ina226Sensor(_chip, 0x40, _clock, new Ina226Options { AlertShuntSteps = 12_000 });
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        _clock.Advance(Step);
        Assert.Equal((SensorStatus.Ok, false), (sensor.Read(), sensor.AlertRaised));
        _chip.Shunt = 12_001;
        _clock.Advance(Step);
        Assert.Equal((SensorStatus.Ok, true), (sensor.Read(), sensor.AlertRaised));
    }

    private static double Value(int raw, Scale scale) => Math.Round(raw * (double)scale.Mantissa * Math.Pow(10, scale.Exponent), 12);

    private SensorStatus Next()
    {
        SensorStatus status = _sensor.Read();
        _clock.Advance(Step);
        return status is SensorStatus.Ok or SensorStatus.NotReady ? _sensor.Read() : status;
    }
}
