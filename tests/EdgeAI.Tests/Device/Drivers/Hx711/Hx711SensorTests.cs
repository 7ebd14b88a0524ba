using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bridges;
using EdgeAI.Device.Drivers.Hx711;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Hx711;

public sealed class Hx711SensorTests
{
    private const long Millisecond = 1_000_000;
    private const long Interval = 100 * Millisecond;

    private readonly ManualClock _clock = new();
    private readonly Hx711Fake _chip;
    private readonly Hx711Sensor _sensor;

    public Hx711SensorTests()
    {
        _chip = new Hx711Fake(_clock) { Count = -1_234_567 };
        _sensor = new Hx711Sensor(_chip, _clock);
    }

    private ForceStamped Force => (ForceStamped)_sensor.Reading;

    [Theory]
    [InlineData(Hx711Input.ChannelA128)]
    [InlineData(Hx711Input.ChannelB32)]
    [InlineData(Hx711Input.ChannelA64)]
    public void Read_EachInput_IsSelectedBeforeTheFirstReading(Hx711Input input)
    {
        _chip.DefaultInputCount = input == Hx711Input.ChannelA128 ? 0 : 999;
        var sensor = new Hx711Sensor(_chip, _clock, new Hx711Options { Input = input });
        BringUp(sensor);
        Assert.Equal((int)input, _chip.Input);
        Assert.Equal((int)input, _chip.MostPulses);
        Assert.Equal(-1_234_567, ((ForceStamped)sensor.Reading).RawCount);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    [InlineData(2_500_000)]
    public void Start_AnyAllowedClock_ResetsOnceAndReadsWithoutPoweringDown(int hertz)
    {
        var chip = new Hx711Fake(_clock, hertz) { Count = 77 };
        var sensor = new Hx711Sensor(chip, _clock, new Hx711Options { ClockHertz = hertz });
        BringUp(sensor);
        Assert.Equal(1, chip.PowerDowns);
        Assert.InRange(chip.LongestHigh, 200, 50_000);
    }

    [Theory]
    [InlineData(99_999, 10)]
    [InlineData(2_500_001, 10)]
    [InlineData(1_000_000, 11)]
    public void Constructor_OutsideTheDataSheet_Throws(int hertz, int rate) => Assert.Throws<ArgumentException>(
        () => new Hx711Sensor(_chip, _clock, new Hx711Options { ClockHertz = hertz, ConversionsPerSecond = rate }));

    [Theory]
    [InlineData(10, 400)]
    [InlineData(80, 50)]
    public void Start_EitherRate_ThrowsTheSettlingTimeAway(int rate, int settlingMilliseconds)
    {
        var chip = new Hx711Fake(_clock, rate: rate) { Count = 5 };
        var sensor = new Hx711Sensor(chip, _clock, new Hx711Options { ConversionsPerSecond = rate });
        long began = _clock.Nanoseconds;
        BringUp(sensor);
        Assert.InRange(_clock.Nanoseconds - began, settlingMilliseconds * Millisecond, 2 * settlingMilliseconds * Millisecond);
        Assert.InRange(sensor.Reading.Stamp.UncertaintyNanoseconds, 1_000_000_000 / rate, (1_000_000_000 / rate) + Millisecond);
    }

    [Theory]
    [InlineData(8388606, SensorStatus.Ok)]
    [InlineData(8388607, SensorStatus.Saturated)]
    [InlineData(-8388607, SensorStatus.Ok)]
    [InlineData(-8388608, SensorStatus.Saturated)]
    public void Read_CountAtTheEnd_IsSaturated(int count, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip.Count = count;
        Assert.Equal(expected, Next());
    }

    [Fact]
    public void Read_TwiceInOneConversion_SecondIsNotReady()
    {
        BringUp(_sensor);
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_NoChip_IsTimeoutAgainAndAgain()
    {
        _chip.DoutHeld = 1;
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(SensorStatus.Timeout, UntilFault());
            Assert.Equal(Hx711Stage.Down, _sensor.Stage);
        }

        _chip.DoutHeld = null;
        BringUp(_sensor);
    }

    [Fact]
    public void Read_LineHeldLow_IsAChipFault()
    {
        BringUp(_sensor);
        _chip.DoutHeld = 0;
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        _chip.DoutHeld = null;
        BringUp(_sensor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Read_AllZerosOrAllOnesForLong_IsAChipFaultUntilItChanges(int count)
    {
        BringUp(_sensor);
        _chip.Count = count;
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(SensorStatus.Ok, Next());
        }

        Assert.Equal(SensorStatus.ChipFault, Next());
        Assert.Equal(SensorStatus.ChipFault, Next());
        _chip.Count = 12;
        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Fact]
    public void Read_ChipReset_SaysConfigurationLostThenRecovers()
    {
        BringUp(_sensor);
        Assert.Equal(SensorStatus.Ok, Next());
        _clock.Advance(90 * Millisecond);
        _chip.PowerCycle();
        _chip.DoutHeld = 1;
        Assert.Equal(SensorStatus.ConfigurationLost, UntilFault());
        _chip.DoutHeld = null;
        BringUp(_sensor);
    }

    [Fact]
    public void Read_ResetBetweenSlowReadings_DefaultInputIsNeverDelivered()
    {
        _chip.DefaultInputCount = 999;
        var sensor = new Hx711Sensor(_chip, _clock, new Hx711Options { Input = Hx711Input.ChannelA64 });
        BringUp(sensor);
        _chip.PowerCycle();
        _clock.Advance(5 * Interval);
        Assert.Equal(SensorStatus.NotReady, sensor.Read());
        _clock.Advance(Interval);
        Assert.Equal(SensorStatus.Ok, sensor.Read());
        Assert.Equal(-1_234_567, ((ForceStamped)sensor.Reading).RawCount);
    }

    [Theory]
    [InlineData(BusStatus.Failed, SensorStatus.BusFault)]
    [InlineData(BusStatus.Disconnected, SensorStatus.BusFault)]
    [InlineData(BusStatus.Timeout, SensorStatus.Timeout)]
    public void Read_LastingBusFault_IsNamedAndPasses(BusStatus fault, SensorStatus expected)
    {
        BringUp(_sensor);
        long stamp = Force.Stamp.Nanoseconds;
        _chip.ForceNext(fault, int.MaxValue);
        Assert.Equal(expected, Next());
        Assert.Equal(expected, Next());
        Assert.Equal(expected, _sensor.Start());
        Assert.Equal(stamp, Force.Stamp.Nanoseconds);
        _chip.ForceNext(fault, 0);
        BringUp(_sensor);
    }

    [Fact]
    public void Read_AskingFailsOnce_IsTriedAgain()
    {
        BringUp(_sensor);
        _clock.Advance(Interval);
        _chip.ForceNext(BusStatus.Failed, 1);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(1u, _sensor.Retries);
    }

    [Fact]
    public void Read_Stamp_LiesInTheTransferAndCoversOneInterval()
    {
        BringUp(_sensor);
        _clock.Advance(Interval);
        long before = _clock.Nanoseconds;
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Stamp stamp = Force.Stamp;
        Assert.InRange(stamp.Nanoseconds, before + 1, _clock.Nanoseconds - 1);
        Assert.InRange(stamp.UncertaintyNanoseconds, Interval + 1, Interval + _clock.Nanoseconds - before);
    }

    [Fact]
    public void Read_SteadyState_AllocatesNothing()
    {
        BringUp(_sensor);
        Next();
        AllocationMeter meter = AllocationMeter.Start();
        int good = 0;
        for (int i = 0; i < 1000; i++)
        {
            good += Next() == SensorStatus.Ok ? 1 : 0;
        }

        Assert.Equal(0, meter.Bytes);
        Assert.Equal(1000, good);
    }

    [Fact]
    public void Read_20000TimesWithFailuresCorruptionAndResets_DeliversOnlyTheTruth()
    {
        _chip.FailPerMille = 20;
        _chip.CorruptPerMille = 50;
        int good = 0;
        int faults = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (i % 1000 == 500)
            {
                _chip.PowerCycle();
            }

            _clock.Advance(Interval / 2);
            SensorStatus status = _sensor.Read();
            good += status == SensorStatus.Ok ? 1 : 0;
            faults += status is SensorStatus.Ok or SensorStatus.NotReady ? 0 : 1;
            Assert.True(status != SensorStatus.Ok || Force.RawCount == -1_234_567, $"reading {i} is {Force.RawCount}");
        }

        Assert.True(good > 2000, $"only {good} good readings");
        Assert.True(faults > 500, $"only {faults} faults: nothing is proven");
        Assert.InRange(_chip.MostPulses, 25, 27);
    }

    [Fact]
    public void Calibration_TwoPointsAndTare_GiveNewtons()
    {
        Assert.True(TwoPointCalibration.TryCompute(-1_234_567, -234_567, 9_806_650, out Scale scale));
        _sensor.SetCalibration(-1_234_567, scale);
        _chip.Count = -734_567;
        Assert.False(_sensor.TareToLatestReading());
        BringUp(_sensor);
        Assert.Equal((-734_567, 500_000, Unit.Newton), (Force.RawCount, Force.Value, Force.Scale.Unit));
        Assert.Equal(4.903325, (double)Force.Value * scale.Mantissa * Math.Pow(10, scale.Exponent), 8);
        Assert.True(_sensor.TareToLatestReading());
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.Equal((0, -734_567), (Force.Value, _sensor.TareCount));
    }

    private SensorStatus Next()
    {
        _clock.Advance(Interval);
        return _sensor.Read();
    }

    private SensorStatus UntilFault()
    {
        SensorStatus status = _sensor.Read();
        for (int i = 0; i < 1000 && status is SensorStatus.NotReady or SensorStatus.Ok; i++)
        {
            _clock.Advance(5 * Millisecond);
            status = _sensor.Read();
        }

        return status;
    }

    private void BringUp(Hx711Sensor sensor)
    {
        for (int i = 0; i < 1000; i++)
        {
            if (sensor.Read() == SensorStatus.Ok)
            {
                return;
            }

            _clock.Advance(2 * Millisecond);
        }

        Assert.Fail($"the chip did not come up; stage {sensor.Stage}");
    }
}
