using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.SixAxis;

public sealed class SixAxisSensorTests
{
    private const long Interval = 12_500_000;

    private readonly ManualClock _clock = new();
    private readonly BridgeChannel[] _channels;
    private readonly Thermometer _thermometer = new();
    private readonly SixAxisOptions _options = new() { LargestForce = 1_000_000 };
    private readonly SixAxisSensor _sensor;

    public SixAxisSensorTests()
    {
        _channels = [.. Enumerable.Range(0, 6).Select(i => new BridgeChannel(_clock, Interval, i * 2_000_000L) { Count = 1000 * (i + 1) })];
        _sensor = new SixAxisSensor(_channels, _thermometer, Calibration([1000, 3000]), _clock, _options);
    }

    private WrenchStamped Wrench => (WrenchStamped)_sensor.Reading;

    [Fact]
    public void Read_SixChannels_GivesTheDecoupledWrench()
    {
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.Equal([1000, 2000, 3000], Wrench.Force);
        Assert.Equal([4000, 5000, 6000], Wrench.Torque);
        Assert.Equal((Unit.Newton, Unit.NewtonMetre), (Wrench.ForceScale.Unit, Wrench.TorqueScale.Unit));
    }

    [Fact]
    public void Read_Stamp_HoldsTheIntervalsOfAllSix()
    {
        Assert.Equal(SensorStatus.Ok, Next());
        foreach (BridgeChannel channel in _channels)
        {
            long at = channel.Reading.Stamp.Nanoseconds;
            Assert.True(Wrench.Stamp.Nanoseconds - Wrench.Stamp.UncertaintyNanoseconds <= at - Interval);
            Assert.True(Wrench.Stamp.Nanoseconds + Wrench.Stamp.UncertaintyNanoseconds >= at + Interval);
        }
    }

    [Fact]
    public void Read_OneChannelWithoutASample_WaitsForIt()
    {
        _channels[3].Status = SensorStatus.NotReady;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _channels[3].Status = SensorStatus.Ok;
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Fact]
    public void Read_OneChannelNeverReady_IsTimeout()
    {
        _channels[3].Status = SensorStatus.NotReady;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(_options.PatienceNanoseconds + 1);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _channels[3].Status = SensorStatus.Ok;
        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Fact]
    public void Read_AllChannelsComeUpSlowly_IsNoTimeout()
    {
        Array.ForEach(_channels, static channel => channel.Status = SensorStatus.NotReady);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(3 * _options.PatienceNanoseconds);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Array.ForEach(_channels, static channel => channel.Status = SensorStatus.Ok);
        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Fact]
    public void Read_ChannelsOutOfStep_OldOnesAreTakenAgain()
    {
        _channels[3].Status = SensorStatus.NotReady;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(40_000_000);
        _channels[3].Status = SensorStatus.Ok;
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(1, _sensor.OutOfStep);
        Assert.All(_channels, channel => Assert.InRange(_clock.Nanoseconds - channel.Reading.Stamp.Nanoseconds, 0, Interval));
    }

    [Fact]
    public void Read_SpreadThatCannotBeKept_IsTimeoutAndNeverAWrench()
    {
        var sensor = new SixAxisSensor(_channels, _thermometer, Calibration([1000, 3000]), _clock, new SixAxisOptions { StampSpreadNanoseconds = 1_000_000 });
        SensorStatus status = SensorStatus.NotReady;
        for (int i = 0; i < 500 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(3_000_000);
            status = sensor.Read();
        }

        Assert.Equal(SensorStatus.Timeout, status);
        Assert.True(sensor.OutOfStep > 10);
    }

    /// <summary>A load that moves: channels of one wrench differ by no more than the load moves in the allowed spread.</summary>
    [Fact]
    public void Read_MovingLoad_ChannelsOfAWrenchAreOfOneTime()
    {
        foreach (BridgeChannel channel in _channels)
        {
            channel.CountAt = static at => (int)(at / 1_000_000 % 100_000);
        }

        int good = 0;
        for (int i = 0; i < 5_000; i++)
        {
            _clock.Advance(1_000_000 + (i % 7 * 500_000));
            if (i % 50 == 0)
            {
                _channels[i / 50 % 6].Status = i % 100 == 0 ? SensorStatus.NotReady : SensorStatus.Ok;
                Array.ForEach(_channels, channel => channel.Status = i % 100 == 0 ? channel.Status : SensorStatus.Ok);
            }

            if (_sensor.Read() == SensorStatus.Ok)
            {
                good++;
                int[] values = [.. Wrench.Force, .. Wrench.Torque];
                Assert.InRange(values.Max() - values.Min(), 0, 15);
            }
        }

        Assert.True(good > 500, $"only {good} wrenches");
    }

    [Theory]
    [InlineData(SensorStatus.Saturated)]
    [InlineData(SensorStatus.NotAcknowledged)]
    [InlineData(SensorStatus.ChipFault)]
    [InlineData(SensorStatus.ConfigurationLost)]
    public void Read_OneChannelFails_RefusesTheWrenchWithItsStatus(SensorStatus fault)
    {
        Assert.Equal(SensorStatus.Ok, Next());
        long stamp = Wrench.Stamp.Nanoseconds;
        for (int i = 0; i < 6; i++)
        {
            _channels[i].Status = fault;
            Assert.Equal(fault, Next());
            Assert.Equal(stamp, Wrench.Stamp.Nanoseconds);
            _channels[i].Status = SensorStatus.Ok;
        }

        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Fact]
    public void Read_TemperatureBeyondTheCalibration_IsImplausible()
    {
        _thermometer.Hundredths = 3001;
        Assert.Equal(SensorStatus.Implausible, Next());
    }

    [Fact]
    public void Read_ThermometerFails_KeepsGoingUntilItsLastReadingIsTooOld()
    {
        Assert.Equal(SensorStatus.Ok, Next());
        _thermometer.Status = SensorStatus.NotAcknowledged;
        _clock.Advance(_options.TemperatureAgeNanoseconds - (2 * Interval));
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        _clock.Advance(3 * Interval);
        Assert.Equal(SensorStatus.NotAcknowledged, _sensor.Read());
        _thermometer.Status = SensorStatus.Ok;
        Assert.Equal(SensorStatus.Ok, Next());
    }

    [Fact]
    public void Read_ManyWrenches_AsksTheThermometerOnceAPeriod()
    {
        for (int i = 0; i < 160; i++)
        {
            Next();
        }

        Assert.InRange(_thermometer.Reads, 2, 3);
    }

    [Theory]
    [InlineData(1_000_000, SensorStatus.Ok)]
    [InlineData(1_000_001, SensorStatus.Implausible)]
    [InlineData(-1_000_001, SensorStatus.Implausible)]
    public void Read_ForceBeyondItsLimit_IsImplausible(int count, SensorStatus expected)
    {
        _channels[1].Count = count;
        Assert.Equal(expected, Next());
    }

    [Fact]
    public void TareToLatestReading_GoodWrench_BecomesZero()
    {
        Assert.False(_sensor.TareToLatestReading());
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.True(_sensor.TareToLatestReading());
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.Equal((int[])[0, 0, 0, 0, 0, 0], (int[])[.. Wrench.Force, .. Wrench.Torque]);
        _channels[2].Count += 7;
        Assert.Equal(SensorStatus.Ok, Next());
        Assert.Equal(7, Wrench.Force[2]);
    }

    [Fact]
    public void Start_OneChannelFails_SaysSo()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        _channels[5].Status = SensorStatus.NotReady;
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        _channels[2].Status = SensorStatus.WrongChip;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
    }

    [Fact]
    public void Constructor_WrongParts_Throws()
    {
        Assert.Throws<ArgumentException>(() => new SixAxisSensor(_channels[..5], _thermometer, Calibration([0, 1]), _clock, _options));
        Assert.Throws<ArgumentException>(() => new SixAxisSensor(_channels, null, Calibration([0, 1]), _clock, _options));
        Assert.Throws<ArgumentException>(() => new SixAxisSensor([.. _channels[..5], _thermometer], null, Calibration([0]), _clock, _options));
    }

    [Fact]
    public void Read_SteadyState_AllocatesNothing()
    {
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

    private static SixAxisCalibration Calibration(int[] knots)
    {
        int[] matrix = new int[36];
        for (int i = 0; i < 6; i++)
        {
            matrix[7 * i] = 1 << 20;
        }

        return new SixAxisCalibration(
            matrix,
            [20, 20, 20, 20, 20, 20],
            knots,
            new int[6 * knots.Length],
            [.. Enumerable.Repeat(SixAxisCalibration.UnitGain, 6 * knots.Length)],
            new Scale(1, -3, Unit.Newton),
            new Scale(1, -6, Unit.NewtonMetre));
    }

    private SensorStatus Next()
    {
        _clock.Advance(Interval);
        return _sensor.Read();
    }
}
