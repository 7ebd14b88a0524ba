using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Bridges;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Nau7802;

public sealed class Nau7802SensorTests
{
    private const long Millisecond = 1_000_000;

    private readonly ManualClock _clock = new();
    private readonly Nau7802Fake _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly Nau7802Sensor _sensor;

    public Nau7802SensorTests()
    {
        _chip = new Nau7802Fake(_clock);
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 4);
        _sensor = new Nau7802Sensor(_bus, Nau7802Registers.Address, _clock);
        _chip.Present(0);
    }

    private ForceStamped Force => (ForceStamped)_sensor.Reading;

    [Theory]
    [InlineData(0x00, 0x00, 0x00, 0)]
    [InlineData(0x00, 0x00, 0x01, 1)]
    [InlineData(0x7F, 0xFF, 0xFF, 8388607)]
    [InlineData(0xFF, 0xFF, 0xFF, -1)]
    [InlineData(0x80, 0x00, 0x00, -8388608)]
    [InlineData(0x80, 0x00, 0x01, -8388607)]
    public void DecodeCount_TwosComplement_GivesItsCount(byte b2, byte b1, byte b0, int expected) =>
        Assert.Equal(expected, Nau7802Codec.DecodeCount(b2, b1, b0));

    [Fact]
    public void Start_EveryStage_FollowsTheDataSheetsSequence()
    {
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        Assert.Equal(Nau7802Stage.PoweringUp, _sensor.Stage);
        Assert.Equal(0x02, _chip[0x00]);
        _clock.Advance(Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        Assert.Equal(Nau7802Stage.Settling, _sensor.Stage);
        Assert.Equal(0x86, _chip[0x00]);
        Assert.Equal(0x2F, _chip[0x01]);
        Assert.Equal(0x30, _chip[0x02]);
        Assert.Equal(0x30, _chip[0x15]);
        Assert.Equal(0x80, _chip[0x1C]);
        _clock.Advance(599 * Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(Nau7802Stage.Settling, _sensor.Stage);
        _clock.Advance(Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(Nau7802Stage.Calibrating, _sensor.Stage);
        _clock.Advance(80 * Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(Nau7802Stage.Discarding, _sensor.Stage);
        Assert.Equal(0x96, _chip[0x00]);
        _clock.Advance(100 * Millisecond);
        while (_sensor.Read() == SensorStatus.NotReady)
        {
            _clock.Advance(5 * Millisecond);
        }

        Assert.Equal(Nau7802Stage.Running, _sensor.Stage);
    }

    [Theory]
    [InlineData(Nau7802Gain.X1, Nau7802Ldo.Millivolts4500, Nau7802Rate.PerSecond10, 0x00, 0x00, 100_000_000)]
    [InlineData(Nau7802Gain.X64, Nau7802Ldo.Millivolts2400, Nau7802Rate.PerSecond20, 0x3E, 0x10, 50_000_000)]
    [InlineData(Nau7802Gain.X128, Nau7802Ldo.Millivolts3300, Nau7802Rate.PerSecond320, 0x27, 0x70, 3_125_000)]
    public void Start_Options_StandInTheRegistersAndInTheUncertainty(
        Nau7802Gain gain, Nau7802Ldo ldo, Nau7802Rate rate, byte control1, byte control2, long interval)
    {
        var options = new Nau7802Options { Gain = gain, Ldo = ldo, Rate = rate, InternalLdo = false, PgaCapacitor = false };
        var sensor = new Nau7802Sensor(_bus, Nau7802Registers.Address, _clock, options);
        BringUp(sensor);
        Assert.Equal((control1, control2), (_chip[0x01], _chip[0x02]));
        Assert.Equal(0x16, _chip[0x00]);
        Assert.Equal(0x00, _chip[0x1C]);
        Assert.InRange(sensor.Reading.Stamp.UncertaintyNanoseconds, interval, interval + Millisecond);
    }

    [Fact]
    public void Read_TwiceInOneConversion_SecondIsNotReady()
    {
        BringUp(_sensor);
        _clock.Advance(13 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Theory]
    [InlineData(Nau7802Sensor.SaturationCount - 1, SensorStatus.Ok)]
    [InlineData(Nau7802Sensor.SaturationCount, SensorStatus.Saturated)]
    [InlineData(8388607, SensorStatus.Saturated)]
    [InlineData(-Nau7802Sensor.SaturationCount + 1, SensorStatus.Ok)]
    [InlineData(-Nau7802Sensor.SaturationCount, SensorStatus.Saturated)]
    [InlineData(-8388608, SensorStatus.Saturated)]
    public void Read_CountNearTheEnd_IsJudged(int count, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip.Count = count;
        _clock.Advance(13 * Millisecond);
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void Read_OvertakenByAConversion_ReadsAgain()
    {
        BringUp(_sensor);
        _chip.Present(4);
        _clock.Advance(13 * Millisecond);
        _chip.Overtake = 1;
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.True(_chip.Shows(_sensor.Reading, 4));
    }

    [Fact]
    public void Read_OvertakenTwice_IsNotReadyRatherThanTorn()
    {
        BringUp(_sensor);
        _clock.Advance(13 * Millisecond);
        _chip.Overtake = 2;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_ConversionsStopped_IsTimeoutThenComesUpAgain()
    {
        BringUp(_sensor);
        _chip.Stopped = true;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(151 * Millisecond);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        Assert.Equal(Nau7802Stage.Down, _sensor.Stage);
        _chip.Stopped = false;
        BringUp(_sensor);
    }

    [Fact]
    public void Read_NotPolledForLong_IsNoTimeout()
    {
        BringUp(_sensor);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(10_000 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Fact]
    public void Start_PowerUpNeverReady_IsTimeout()
    {
        _chip.NeverReady = true;
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        _clock.Advance(10 * Millisecond);
        Assert.Equal(SensorStatus.Timeout, _sensor.Start());
        _chip.NeverReady = false;
        BringUp(_sensor);
    }

    [Fact]
    public void Start_CalibrationFails_IsAChipFaultThenTriesAgain()
    {
        _chip.CalibrationFails = true;
        Assert.Equal(SensorStatus.ChipFault, UntilFault());
        _chip.CalibrationFails = false;
        BringUp(_sensor);
    }

    [Fact]
    public void Start_CalibrationHangs_IsTimeout()
    {
        _chip.CalibrationHangs = true;
        Assert.Equal(SensorStatus.Timeout, UntilFault());
    }

    [Fact]
    public void Start_OtherRevision_IsWrongChipAndNothingIsWritten()
    {
        _chip.Disturb(Nau7802Registers.Revision, 0x0E);
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
        Assert.Equal(1, _bus.Transfers);
    }

    [Theory]
    [InlineData(Nau7802Registers.PowerUpControl, 0x12)]
    [InlineData(Nau7802Registers.Control1, 0x00)]
    [InlineData(Nau7802Registers.Control2, 0x00)]
    public void Read_SettingChangedInTheChip_IsConfigurationLost(byte register, byte value)
    {
        BringUp(_sensor);
        _chip.Disturb(register, value);
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Read());
        BringUp(_sensor);
    }

    [Fact]
    public void Calibration_TwoPoints_GivesNewtons()
    {
        Assert.True(TwoPointCalibration.TryCompute(120_000, 1_620_000, 9_806_650, out Scale scale));
        _sensor.SetCalibration(120_000, scale);
        _chip.Count = 870_000;
        BringUp(_sensor);
        Assert.Equal((870_000, 750_000, Unit.Newton), (Force.RawCount, Force.Value, Force.Scale.Unit));
        Assert.Equal(4.903325, (double)Force.Value * scale.Mantissa * Math.Pow(10, scale.Exponent), 8);
    }

    [Fact]
    public void TareToLatestReading_GoodReading_BecomesZero()
    {
        Assert.False(_sensor.TareToLatestReading());
        BringUp(_sensor);
        Assert.True(_sensor.TareToLatestReading());
        _clock.Advance(13 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal((0, _sensor.TareCount), (Force.Value, Force.RawCount));
    }

    private void BringUp(Nau7802Sensor sensor)
    {
        for (int i = 0; i < 1000; i++)
        {
            if (sensor.Read() == SensorStatus.Ok)
            {
                return;
            }

            _clock.Advance(5 * Millisecond);
        }

        Assert.Fail($"the chip did not come up; stage {sensor.Stage}");
    }

    private SensorStatus UntilFault()
    {
        SensorStatus status = _sensor.Start();
        for (int i = 0; i < 1000 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(5 * Millisecond);
            status = _sensor.Start();
        }

        return status;
    }
}
