using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Ads1115;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Ads1115;

public sealed class FsrMatrixSensorTests
{
    private readonly ManualClock _clock = new();
    private readonly FsrMatrixRig _rig;
    private readonly FaultInjectingI2cBus _bus;
    private readonly FsrMatrixSensor _sensor;

    public FsrMatrixSensorTests()
    {
        _rig = new FsrMatrixRig(_clock, 3);
        _rig.Present(0);
        _bus = new FaultInjectingI2cBus(_rig.Bus, _clock, seed: 4);
        _sensor = _rig.Driver(_bus, _clock);
    }

    private TactileArray Array => (TactileArray)_sensor.Reading;

    /// <summary>DS section 8.1.3: MUX 100 to 111, PGA 001, single shot, DR 111, comparator off.</summary>
    [Theory]
    [InlineData(0, 0x43E3)]
    [InlineData(3, 0x73E3)]
    public void Begin_Input_WritesTheDataSheetsBits(int input, int expected)
    {
        Ads1115Fake chip = new(0x49, _clock);
        Ads1115Converter converter = new(chip, 0x49, _clock, Ads1115Gain.Volt4096, Ads1115Rate.PerSecond860);
        Assert.Equal(SensorStatus.Ok, converter.Begin(input));
        Assert.Equal(expected, chip.Config);
    }

    /// <summary>1 / rate, 10 % and twice the 25 us of waking.</summary>
    [Theory]
    [InlineData(Ads1115Rate.PerSecond8, 137_550_000)]
    [InlineData(Ads1115Rate.PerSecond128, 8_643_750)]
    [InlineData(Ads1115Rate.PerSecond250, 4_450_000)]
    [InlineData(Ads1115Rate.PerSecond860, 1_329_069)]
    public void ConversionNanoseconds_Rate_IsTheLongest(Ads1115Rate rate, long expected) =>
        Assert.Equal(expected, new Ads1115Converter(_bus, 0x48, _clock, Ads1115Gain.Volt2048, rate).ConversionNanoseconds);

    [Fact]
    public void Read_FourSteps_DeliverOneScan()
    {
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        for (int input = 0; input < 3; input++)
        {
            _clock.Advance(1_400_000);
            Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        }

        _clock.Advance(1_400_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(12, Array.TaxelCount);
        Assert.Equal([5, 1005, 2005, 3005, 4005], Array.Values[..5].Select(static value => (int)value));
        Assert.Equal(Unit.Count, Array.Scale.Unit);
    }

    [Fact]
    public void Collect_BeforeItsTime_LeavesTheBusAlone()
    {
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        int transfers = _bus.Transfers;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(transfers, _bus.Transfers);
    }

    [Fact]
    public void Read_ScanGivenUp_WaitsForItsConversionsBeforeTheNext()
    {
        // Straight on the chips, so that no time passes but what the test lets pass.
        FsrMatrixSensor sensor = _rig.Driver(_rig.Bus, _clock);
        Assert.Equal(SensorStatus.NotReady, sensor.Read());
        _clock.Advance(1_400_000);
        Assert.Equal(SensorStatus.NotReady, sensor.Read());
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        Assert.Equal(SensorStatus.NotReady, sensor.Read());
        Assert.Equal(0x53E3, _rig.Chips[0].Config);
        _clock.Advance(1_400_000);
        Assert.Equal(SensorStatus.NotReady, sensor.Read());
        Assert.Equal(0x43E3, _rig.Chips[0].Config);
    }

    [Fact]
    public void Read_InputAtFullScale_IsSaturated()
    {
        _rig.Chips[2].Inputs[1] = 0x7FFF;
        Assert.Equal(SensorStatus.Saturated, ReadToTheEnd());
        _rig.Chips[2].Inputs[1] = 0x7FFE;
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
    }

    [Fact]
    public void Read_InputFarBelowGround_IsImplausible()
    {
        _rig.Chips[0].Inputs[3] = -328;
        Assert.Equal(SensorStatus.Implausible, ReadToTheEnd());
        _rig.Chips[0].Inputs[3] = -327;
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
    }

    [Fact]
    public void Read_ConversionNeverEnds_TimesOut()
    {
        _rig.Chips[1].Stuck = true;
        Assert.Equal(SensorStatus.Timeout, ReadToTheEnd());
    }

    [Fact]
    public void Read_OneChipResetInsideAScan_IsConfigurationLostAndDeliversNothing()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _rig.Chips[1].PowerCycle();
        Assert.Equal(SensorStatus.ConfigurationLost, ReadToTheEnd());
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
    }

    private SensorStatus ReadToTheEnd()
    {
        SensorStatus status = _sensor.Read();
        for (int i = 0; i < 20 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(1_400_000);
            status = _sensor.Read();
        }

        return status;
    }
}
