using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Hx711;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.Device.Bus;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>What <see cref="SensorDriverContract"/> asks of a driver on I2C, asked of the HX711 on its SPI controller.</summary>
public sealed class Hx711OnSimulatedChipTests
{
    private const int Hertz = 1_000_000;
    private const int FaultyReads = 100_000;
    private const long Millisecond = 1_000_000;
    private const long Interval = 12_500_000;

    // Asked three times in every conversion, as the driver wants it.
    private const long Step = 4 * Millisecond;

    // Full scale is half of the supply over a gain of 128 (data sheet, "Analog inputs").
    private const double CountsPerStep = 0.2e-3 * 128 / 0.5 * 8_388_608;
    private const double NoiseCounts = 300;

    private readonly ManualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedSpiBus _wires;
    private readonly FaultInjectingSpiBus _bus;
    private readonly Hx711Sensor _sensor;

    public Hx711OnSimulatedChipTests()
    {
        _wires = new SimulatedSpiBus(_clock, new SimulatedHx711(_clock, _world, fast: true, seed: 6), Hertz);
        _bus = new FaultInjectingSpiBus(_wires, _clock, seed: 20261123, Hertz);
        _sensor = new Hx711Sensor(_bus, _clock, new Hx711Options { ConversionsPerSecond = 80, ClockHertz = Hertz });
        Present(0);
    }

    [Fact]
    public void Start_ChipPresent_DeliversAfterItsSettling()
    {
        long began = _clock.Nanoseconds;
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        ReadUntilOk();
        Assert.InRange(_clock.Nanoseconds - began, 50 * Millisecond, 100 * Millisecond);
    }

    [Fact]
    public void Read_EachStateOfTheWorld_ShowsIt()
    {
        ReadUntilOk();
        for (int variant = 0; variant < 10; variant++)
        {
            Present(variant);
            ReadUntilOk();
            AssertShows(variant);
        }
    }

    [Theory]
    [InlineData(Hx711Input.ChannelA64, 0.5)]
    [InlineData(Hx711Input.ChannelB32, 0)]
    public void Read_AnotherInput_MeasuresThatOne(Hx711Input input, double share)
    {
        Hx711Sensor sensor = new(_bus, _clock, new Hx711Options { Input = input, ConversionsPerSecond = 80, ClockHertz = Hertz });
        Present(9);
        Assert.True(ReadUntilOk(sensor) < 200);
        Assert.InRange(((ForceStamped)sensor.Reading).RawCount - (share * 5 * CountsPerStep), -NoiseCounts, NoiseCounts);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(2_500_000)]
    public void Read_AtTheSlowestAndFastestClock_ShowsTheWorld(int hertz)
    {
        SimulatedSpiBus wires = new(_clock, new SimulatedHx711(_clock, _world, fast: true, seed: 6), hertz);
        FaultInjectingSpiBus bus = new(wires, _clock, seed: 1, hertz);
        Hx711Sensor sensor = new(bus, _clock, new Hx711Options { ConversionsPerSecond = 80, ClockHertz = hertz });
        Present(7);
        Assert.True(ReadUntilOk(sensor) < 200);
        Assert.InRange(((ForceStamped)sensor.Reading).RawCount - (3 * CountsPerStep), -NoiseCounts, NoiseCounts);
    }

    [Fact]
    public void Read_GoodReading_IsOneThatTheWireCarries()
    {
        ReadUntilOk();
        Assert.Equal(FrameStatus.Ok, FrameEncoder.Check(new FrameHeader(), _sensor.Reading));
    }

    [Fact]
    public void Read_SteadyState_AllocatesNothing()
    {
        ReadUntilOk();
        int good = ReadMany(200);
        AllocationMeter meter = AllocationMeter.Start();
        good += ReadMany(6000);
        Assert.Equal(0, meter.Bytes);
        Assert.InRange(good, 1950, 2050);
    }

    [Theory]
    [InlineData(BusStatus.Timeout, SensorStatus.Timeout)]
    [InlineData(BusStatus.Disconnected, SensorStatus.BusFault)]
    [InlineData(BusStatus.Failed, SensorStatus.BusFault)]
    public void Read_LastingBusFault_IsNamedAndPasses(BusStatus fault, SensorStatus expected)
    {
        ReadUntilOk();
        long stamp = _sensor.Reading.Stamp.Nanoseconds;
        _clock.Advance(Step);
        _bus.ForceNext(fault, int.MaxValue);
        Assert.Equal(expected, _sensor.Read());
        Assert.Equal(expected, _sensor.Read());
        Assert.Equal(expected, _sensor.Start());
        Assert.Equal(stamp, _sensor.Reading.Stamp.Nanoseconds);
        _bus.ForceNext(fault, 0);
        ReadUntilOk();
    }

    [Fact]
    public void Read_ChipUnplugged_IsConfigurationLostThenTimeoutAndRecovers()
    {
        ReadUntilOk();
        _wires.Unplug();
        Assert.Equal(SensorStatus.ConfigurationLost, ReadUntilFault());
        Assert.Equal(SensorStatus.Timeout, ReadUntilFault());
        Present(5);
        _wires.Plug();
        ReadUntilOk();
        AssertShows(5);
    }

    [Fact]
    public void Read_AdapterUnplugged_IsBusFaultAndRecovers()
    {
        ReadUntilOk();
        _bus.Unplugged = true;
        for (int read = 0; read < 20; read++)
        {
            _clock.Advance(Step);
            Assert.Equal(SensorStatus.BusFault, _sensor.Read());
        }

        _wires.Unplug();
        _wires.Plug();
        Present(5);
        _bus.Unplugged = false;
        ReadUntilOk();
        AssertShows(5);
    }

    [Fact]
    public void Read_Stamp_LiesInTheTransferAndCoversTheInterval()
    {
        ReadUntilOk();
        _clock.Advance(Interval);
        long before = _clock.Nanoseconds;
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.InRange(_sensor.Reading.Stamp.Nanoseconds, before + 1, _clock.Nanoseconds - 1);
        Assert.InRange(_sensor.Reading.Stamp.UncertaintyNanoseconds, Interval + 1, Interval + _clock.Nanoseconds - before);
    }

    [Fact]
    public void Read_100000TimesOverAFailingBus_DeliversOnlyTheTruth()
    {
        ReadUntilOk();
        _bus.FailPerMille = 20;
        int good = 0;
        int failed = 0;
        for (int read = 0; read < FaultyReads; read++)
        {
            if (read % 500 == 0)
            {
                Present(read / 500 % 10);
            }

            _clock.Advance(Step);
            SensorStatus status = _sensor.Read();
            if (status == SensorStatus.Ok)
            {
                good++;
                Assert.False(_bus.LatestFailed, $"reading {read} is good although its last transfer failed");
                AssertShows(read / 500 % 10);
            }
            else if (status != SensorStatus.NotReady)
            {
                failed++;
                Assert.True(status is SensorStatus.Timeout or SensorStatus.BusFault, $"reading {read}: {status}");
            }
        }

        // A failed transfer of pulses costs the reset and the settling after it: about six conversions of the 32,000.
        Assert.True(good > FaultyReads * Step / Interval * 8 / 10, $"only {good} good readings");
        Assert.True(failed > 300, $"only {failed} failures: the bus was not faulty enough to prove anything");
    }

    /// <summary>The limit that the driver states: asked more slowly than the chip converts, pulses are overtaken now and then.</summary>
    [Fact]
    public void Read_SlowerThanTheChipConverts_AboutOneCountIn200IsOvertaken()
    {
        ReadUntilOk();
        Present(6);
        int overtaken = 0;
        for (int read = 0; read < 20_000; read++)
        {
            _clock.Advance(13 * Millisecond);
            SensorStatus status = _sensor.Read();
            double error = ((ForceStamped)_sensor.Reading).RawCount - (2 * CountsPerStep);
            overtaken += status is SensorStatus.ChipFault or SensorStatus.Implausible || (status == SensorStatus.Ok && Math.Abs(error) > NoiseCounts) ? 1 : 0;
        }

        Assert.InRange(overtaken, 50, 150);
    }

    [Fact]
    public void Read_100000TimesWithCorruptedBytesAndResets_NeverThrowsAndRecovers()
    {
        _bus.FailPerMille = 20;
        _bus.CorruptPerMille = 100;
        for (int read = 0; read < FaultyReads; read++)
        {
            _bus.Unplugged = read % 5000 > 4900;
            if (read % 5000 == 4950)
            {
                _wires.Unplug();
                _wires.Plug();
            }

            _clock.Advance(Step);
            Assert.True(_sensor.Read() <= SensorStatus.Implausible);
        }

        _bus.FailPerMille = 0;
        _bus.CorruptPerMille = 0;
        _bus.Unplugged = false;
        Present(7);
        ReadUntilOk();
        AssertShows(7);
    }

    private void Present(int variant)
    {
        _world.Bridge = (variant - 4) * 0.2;
        _clock.Advance(100 * Millisecond);
    }

    private void AssertShows(int variant) =>
        Assert.InRange(((ForceStamped)_sensor.Reading).RawCount - ((variant - 4) * CountsPerStep), -NoiseCounts, NoiseCounts);

    private int ReadMany(int count)
    {
        int good = 0;
        for (int read = 0; read < count; read++)
        {
            _clock.Advance(Step);
            good += _sensor.Read() == SensorStatus.Ok ? 1 : 0;
        }

        return good;
    }

    private SensorStatus ReadUntilFault()
    {
        SensorStatus status = SensorStatus.NotReady;
        for (int read = 0; read < 100 && status is SensorStatus.NotReady or SensorStatus.Ok; read++)
        {
            _clock.Advance(Step);
            status = _sensor.Read();
        }

        return status;
    }

    private void ReadUntilOk() => Assert.True(ReadUntilOk(_sensor) < 200, "no good reading in time");

    private int ReadUntilOk(Hx711Sensor sensor)
    {
        int reads = 1;
        while (sensor.Read() != SensorStatus.Ok && reads < 200)
        {
            _clock.Advance(2 * Millisecond);
            reads++;
        }

        return reads;
    }
}
