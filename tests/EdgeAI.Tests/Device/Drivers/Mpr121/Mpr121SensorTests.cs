using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Mpr121;

public sealed class Mpr121SensorTests
{
    private const long Millisecond = 1_000_000;

    private readonly ManualClock _clock = new();
    private readonly Mpr121Fake _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly Mpr121Sensor _sensor;

    public Mpr121SensorTests()
    {
        _chip = new Mpr121Fake(_clock);
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 3);
        _sensor = new Mpr121Sensor(_bus, Mpr121Registers.LowestAddress, _clock);
        _chip.Present(0);
    }

    /// <summary>AN3944's quick start values, and the register map's places for them.</summary>
    [Fact]
    public void Start_DefaultOptions_WritesWhatTheQuickStartGuideAsksFor()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        byte[] filter = [0x01, 0x01, 0x00, 0x00, 0x01, 0x01, 0xFF, 0x02, 0x00, 0x00, 0x00];
        for (int i = 0; i < filter.Length; i++)
        {
            Assert.Equal(filter[i], _chip[(byte)(0x2B + i)]);
        }

        for (int electrode = 0; electrode < 12; electrode++)
        {
            Assert.Equal(0x0F, _chip[(byte)(0x41 + (2 * electrode))]);
            Assert.Equal(0x0A, _chip[(byte)(0x42 + (2 * electrode))]);
        }

        Assert.Equal(0x10, _chip[0x5C]);
        Assert.Equal(0x20, _chip[0x5D]);
        Assert.Equal(0x8C, _chip[0x5E]);
        Assert.Equal(0x0B, _chip[0x7B]);
    }

    /// <summary>Equations 1 to 3 of the data sheet; at 1.8 V AN3944 prints 0x9C, 0x65 and 0x8C.</summary>
    [Theory]
    [InlineData(1800, 0x9C, 0x65, 0x8C)]
    [InlineData(3300, 201, 130, 180)]
    public void Configuration_Supply_GivesTheAutoConfigurationLimits(int millivolts, byte upper, byte lower, byte target)
    {
        var sensor = new Mpr121Sensor(_bus, Mpr121Registers.LowestAddress, _clock, new Mpr121Options { SupplyMillivolts = millivolts });
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        Assert.Equal((upper, lower, target), (_chip[0x7D], _chip[0x7E], _chip[0x7F]));
    }

    [Fact]
    public void Read_TouchedElectrode_ValueGrowsAndBitIsSet()
    {
        BringUp();
        for (int electrode = 0; electrode < 12; electrode++)
        {
            _chip.SetDelta(electrode, electrode == 9 ? 137 : -2);
        }

        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        var array = (TactileArray)_sensor.Reading;
        Assert.Equal((12, 1, true, Unit.Count), (array.TaxelCount, array.Components, array.HasTouch, array.Scale.Unit));
        Assert.Equal(137, array.Values[9]);
        Assert.Equal(-2, array.Values[8]);
        Assert.Equal([0x00, 0x02], array.Touch);
    }

    [Fact]
    public void Read_FourElectrodesInUse_LeavesTheOthersOff()
    {
        var sensor = new Mpr121Sensor(_bus, Mpr121Registers.LowestAddress, _clock, new Mpr121Options { ElectrodeCount = 4 });
        _chip.SetDelta(2, 50);
        _chip.SetDelta(7, 50);
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        _clock.Advance(20 * Millisecond);
        Assert.Equal(SensorStatus.Ok, sensor.Read());
        var array = (TactileArray)sensor.Reading;
        Assert.Equal(4, array.TaxelCount);
        Assert.Equal([0x04], array.Touch);
        Assert.Equal(0x84, _chip[0x5E]);
    }

    [Theory]
    [InlineData(0x1000)]
    [InlineData(0x0010)]
    public void Read_TouchBitOfAnElectrodeThatIsOff_IsImplausible(int bit)
    {
        var sensor = new Mpr121Sensor(_bus, Mpr121Registers.LowestAddress, _clock, new Mpr121Options { ElectrodeCount = 4 });
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        _clock.Advance(20 * Millisecond);
        _chip.ExtraTouch = bit;
        Assert.Equal(SensorStatus.Implausible, sensor.Read());
    }

    [Fact]
    public void Read_BeforeTheFirstSample_IsNotReadyThenTimeout()
    {
        _chip.Dead = true;
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(400 * Millisecond);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _chip.Dead = false;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(20 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Fact]
    public void Read_OverCurrent_IsAChipFaultUntilItIsGone()
    {
        BringUp();
        _chip.OverCurrent = true;
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(20 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(2, _chip.Resets);
    }

    [Theory]
    [InlineData(0x8000)]
    [InlineData(0x4000)]
    [InlineData(0x0001)]
    [InlineData(0x0800)]
    public void Read_RangeFlag_IsAChipFaultAndRestartsOnceASecond(int flags)
    {
        BringUp();
        _chip.RangeFlags = flags;
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        Assert.Equal(1, _chip.Resets);
        _clock.Advance(1000 * Millisecond);
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        _chip.RangeFlags = 0;
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(2, _chip.Resets);
        _clock.Advance(20 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Theory]
    [InlineData(600, SensorStatus.Saturated)]
    [InlineData(599, SensorStatus.Ok)]
    [InlineData(-423, SensorStatus.Saturated)]
    [InlineData(-422, SensorStatus.Ok)]
    public void Read_ElectrodeAtTheConvertersEnd_IsSaturated(int delta, SensorStatus expected)
    {
        BringUp();
        _chip.SetDelta(11, delta);
        Assert.Equal(expected, _sensor.Read());
    }

    [Theory]
    [InlineData(Mpr121Registers.Configuration1)]
    [InlineData(Mpr121Registers.Configuration2)]
    [InlineData(Mpr121Registers.ElectrodeConfiguration)]
    public void Read_SettingChangedInTheChip_IsConfigurationLost(byte register)
    {
        BringUp();
        _chip.Disturb(register, 0x01);
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Read());
    }

    [Fact]
    public void Start_OtherChip_IsWrongChip()
    {
        var other = new RegisterChip(Mpr121Registers.LowestAddress);
        var sensor = new Mpr121Sensor(other, Mpr121Registers.LowestAddress, _clock);
        Assert.Equal(SensorStatus.WrongChip, sensor.Start());
        Assert.Equal(SensorStatus.WrongChip, sensor.Read());
    }

    private void BringUp()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        _clock.Advance(20 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }
}
