using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers;

/// <summary>
/// What every driver of a chip on I2C keeps, whatever stands behind the bus. To run a driver on another chip (a simulated
/// one, say), inherit and return it from <see cref="CreateChip"/>.
/// </summary>
public abstract class SensorDriverContract
{
    private const int FaultyReads = 100_000;

    private readonly ManualClock _clock = new();
    private readonly IChipUnderTest _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly ISensor _sensor;

    protected SensorDriverContract()
    {
        _chip = CreateChip(_clock);
        _bus = new FaultInjectingI2cBus(_chip.Bus, _clock, seed: 20261123);
        _sensor = CreateDriver(_bus, _clock);
        _chip.Present(0);
    }

    /// <summary>Nanoseconds between two readings, such that a new sample is there each time.</summary>
    protected abstract long ReadingStep { get; }

    /// <summary>The longest time from power-on to the first reading.</summary>
    protected virtual long StartupNanoseconds => 5_000_000_000;

    /// <summary>Nanoseconds that the chip takes until its readings show a new state of the world.</summary>
    protected virtual long SettleNanoseconds => 500_000_000;

    /// <summary>Whether the chip takes the world that it finds at power-on for the quiet one, as capacitive sensing does.</summary>
    protected virtual bool TakesItsStartForQuiet => false;

    /// <summary>Nanoseconds from a request to its answer, for a chip that measures on request alone; 0 for one that measures by itself.</summary>
    protected virtual long OnRequestNanoseconds => 0;

    /// <summary>What the reading after a reset says: Ok for a chip that has no configuration to lose.</summary>
    protected virtual SensorStatus StatusAfterReset => SensorStatus.ConfigurationLost;

    /// <summary>The oldest that data may be in the chip's registers when read.</summary>
    protected abstract long SamplingInterval { get; }

    protected abstract IChipUnderTest CreateChip(IClock clock);

    protected abstract ISensor CreateDriver(II2cBus bus, IClock clock);

    [Fact]
    public void Start_ChipPresent_DeliversWithinStartupTime()
    {
        Assert.True(_sensor.Start() is SensorStatus.Ok or SensorStatus.NotReady);
        ReadUntilOk();
    }

    [Fact]
    public void Read_NeverStarted_StartsByItself() => ReadUntilOk();

    [Fact]
    public void Start_RunningChip_StartsAgain()
    {
        ReadUntilOk();
        Assert.True(_sensor.Start() is SensorStatus.Ok or SensorStatus.NotReady);
        ReadUntilOk();
    }

    [Fact]
    public void Read_EachStateOfTheWorld_ShowsIt()
    {
        ReadUntilOk();
        for (int variant = 0; variant < 10; variant++)
        {
            Present(variant);
            ReadUntilOk();
            Assert.True(_chip.Shows(_sensor.Reading, variant), $"variant {variant} is not what the reading shows");
        }
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
        good += ReadMany(2000);
        long allocated = meter.Bytes;
        Assert.Equal(0, allocated);
        Assert.True(good > 2000, $"only {good} of 2200 readings were good");
    }

    [Theory]
    [InlineData(BusStatus.AddressNotAcknowledged, SensorStatus.NotAcknowledged)]
    [InlineData(BusStatus.DataNotAcknowledged, SensorStatus.NotAcknowledged)]
    [InlineData(BusStatus.Timeout, SensorStatus.Timeout)]
    [InlineData(BusStatus.BusStuck, SensorStatus.BusFault)]
    [InlineData(BusStatus.Disconnected, SensorStatus.BusFault)]
    [InlineData(BusStatus.Failed, SensorStatus.BusFault)]
    public void Read_LastingBusFault_IsNamedAndPasses(BusStatus fault, SensorStatus expected)
    {
        ReadUntilOk();
        long stamp = _sensor.Reading.Stamp.Nanoseconds;
        _clock.Advance(ReadingStep);
        _bus.ForceNext(fault, int.MaxValue);
        Assert.Equal(expected, _sensor.Read());
        Assert.Equal(expected, _sensor.Read());
        Assert.Equal(stamp, _sensor.Reading.Stamp.Nanoseconds);
        _bus.ForceNext(fault, 0);
        ReadUntilOk();
    }

    [Theory]
    [InlineData(BusStatus.AddressNotAcknowledged, SensorStatus.NotAcknowledged)]
    [InlineData(BusStatus.Timeout, SensorStatus.Timeout)]
    [InlineData(BusStatus.Disconnected, SensorStatus.BusFault)]
    public void Start_LastingBusFault_IsNamed(BusStatus fault, SensorStatus expected)
    {
        _bus.ForceNext(fault, int.MaxValue);
        Assert.Equal(expected, _sensor.Start());
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void Read_OneFailedTransfer_IsTriedAgain()
    {
        ReadUntilOk();
        _clock.Advance(ReadingStep);
        _bus.ForceNext(BusStatus.DataNotAcknowledged, 1);
        Assert.Equal(SensorStatus.Ok, Take());
    }

    [Fact]
    public void Read_ChipReset_IsSaidThenRecovers()
    {
        ReadUntilOk();
        Present(3);
        _chip.PowerCycle();
        _clock.Advance(ReadingStep);
        Assert.Equal(StatusAfterReset, Take());
        ReadUntilOk();
        AssertShowsAfterStart(3);
    }

    [Fact]
    public void Read_UnpluggedAndReplugged_RecoversWithoutRestart()
    {
        ReadUntilOk();
        _bus.Unplugged = true;
        for (int i = 0; i < 20; i++)
        {
            _clock.Advance(ReadingStep);
            Assert.Equal(SensorStatus.BusFault, _sensor.Read());
        }

        _chip.PowerCycle();
        _chip.Present(5);
        _bus.Unplugged = false;
        _clock.Advance(ReadingStep);
        Assert.Equal(StatusAfterReset, Take());
        ReadUntilOk();
        AssertShowsAfterStart(5);
    }

    [Fact]
    public void Read_Stamp_LiesInTheTransferAndCoversTheSamplingInterval()
    {
        ReadUntilOk();
        _clock.Advance(ReadingStep);
        long before = _clock.Nanoseconds;
        Assert.Equal(SensorStatus.Ok, Take());
        Stamp stamp = _sensor.Reading.Stamp;
        Assert.InRange(stamp.Nanoseconds, before + 1, _clock.Nanoseconds - 1);
        Assert.InRange(stamp.UncertaintyNanoseconds, SamplingInterval + 1, SamplingInterval + _clock.Nanoseconds - before);
    }

    [Fact]
    public void Read_100000TimesOverAFailingBus_DeliversOnlyTheTruth()
    {
        ReadUntilOk();
        _bus.FailPerMille = 50;
        int good = 0;
        int failed = 0;
        for (int i = 0; i < FaultyReads; i++)
        {
            if (i % 500 == 0)
            {
                Present(i / 500 % 10);
            }

            _clock.Advance(ReadingStep);
            SensorStatus status = Take();
            if (status == SensorStatus.Ok)
            {
                good++;
                Assert.False(_bus.LatestFailed, $"reading {i} is good although its last transfer failed");
                Assert.True(_chip.Shows(_sensor.Reading, i / 500 % 10), $"reading {i} is not what the chip held");
            }
            else if (status != SensorStatus.NotReady)
            {
                failed++;
                Assert.True(status is SensorStatus.NotAcknowledged or SensorStatus.Timeout or SensorStatus.BusFault, $"reading {i}: {status}");
            }
        }

        Assert.True(good > FaultyReads * 9 / 10, $"only {good} good readings");
        Assert.True(failed > 100, $"only {failed} failures: the bus was not faulty enough to prove anything");
    }

    [Fact]
    public void Read_100000TimesWithCorruptedBytesAndResets_NeverThrowsAndRecovers()
    {
        _bus.FailPerMille = 20;
        _bus.CorruptPerMille = 100;
        for (int i = 0; i < FaultyReads; i++)
        {
            _bus.Unplugged = i % 5000 > 4900;
            if (i % 5000 == 4950)
            {
                _chip.PowerCycle();
            }

            _clock.Advance(ReadingStep);
            Assert.True(_sensor.Read() <= SensorStatus.Implausible);
        }

        _bus.FailPerMille = 0;
        _bus.CorruptPerMille = 0;
        _bus.Unplugged = false;
        Present(7);
        ReadUntilOk();
        AssertShowsAfterStart(7);
    }

    private void AssertShowsAfterStart(int variant)
    {
        if (TakesItsStartForQuiet)
        {
            Present(0);
            ReadUntilOk();
            Present(variant);
            ReadUntilOk();
        }

        Assert.True(_chip.Shows(_sensor.Reading, variant));
    }

    private void Present(int variant)
    {
        _chip.Present(variant);
        _clock.Advance(SettleNanoseconds);
    }

    /// <summary>Reads, and reads again for the answer where the first reading only asked for it.</summary>
    private SensorStatus Take()
    {
        SensorStatus status = _sensor.Read();
        if (status != SensorStatus.NotReady || OnRequestNanoseconds == 0)
        {
            return status;
        }

        _clock.Advance(OnRequestNanoseconds);
        return _sensor.Read();
    }

    private int ReadMany(int count)
    {
        int good = 0;
        for (int i = 0; i < count; i++)
        {
            _clock.Advance(ReadingStep);
            good += Take() == SensorStatus.Ok ? 1 : 0;
        }

        return good;
    }

    private void ReadUntilOk()
    {
        long limit = _clock.Nanoseconds + StartupNanoseconds;
        SensorStatus status = _sensor.Read();
        while (status != SensorStatus.Ok)
        {
            Assert.True(_clock.Nanoseconds < limit, $"no good reading in time; the last was {status}");
            _clock.Advance(ReadingStep);
            status = _sensor.Read();
        }
    }
}
