using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

public sealed class BarometricTaxelsTests
{
    private readonly ManualClock _clock = new();
    private readonly BarometricRig _rig;
    private readonly BarometricTaxels _taxels;

    public BarometricTaxelsTests()
    {
        _rig = new BarometricRig(_clock, 4);
        _rig.Present(0);
        _taxels = _rig.Driver(_rig.Bus, _clock);
    }

    private short[] Values => ((TactileArray)_taxels.Reading).Values;

    [Fact]
    public void Read_PressedAfterTare_IsPascalAboveIt()
    {
        ReadUntilOk();
        Assert.All(Values, static value => Assert.InRange(value, (short)-1, (short)1));
        _rig.Present(2);
        _clock.Advance(20_000_000);
        Assert.Equal(SensorStatus.Ok, _taxels.Read());
        for (int taxel = 0; taxel < 4; taxel++)
        {
            Assert.Equal(2 * (900 - (taxel * 100)), Values[taxel], 1.0);
        }
    }

    [Fact]
    public void Read_SkinStillMoving_WaitsWithTheTare()
    {
        for (int i = 0; i < 30; i++)
        {
            _rig.Present(i % 2);
            _clock.Advance(20_000_000);
            Assert.Equal(SensorStatus.NotReady, _taxels.Read());
        }

        Assert.False(_taxels.HasTare);
        _rig.Present(0);
        ReadUntilOk();
        Assert.All(Values, static value => Assert.InRange(value, (short)-1, (short)1));
    }

    [Fact]
    public void Tare_Pressed_TakesThatForZero()
    {
        ReadUntilOk();
        _rig.Present(5);
        _taxels.Tare();
        ReadUntilOk();
        Assert.All(Values, static value => Assert.InRange(value, (short)-1, (short)1));
    }

    [Fact]
    public void Read_OneChipHasNothingNew_WaitsForItAndReadsTheOthersOnce()
    {
        ReadUntilOk();
        _rig.Chips[3].Dead = true;
        _clock.Advance(20_000_000);
        Assert.Equal(SensorStatus.NotReady, _taxels.Read());
        _rig.Chips[3].Dead = false;
        _clock.Advance(20_000_000);
        Assert.Equal(SensorStatus.Ok, _taxels.Read());
        long half = _taxels.Reading.Stamp.UncertaintyNanoseconds;
        Assert.InRange(half, 30_000_000, 31_000_000);
    }

    [Fact]
    public void Read_OneChipReset_IsConfigurationLostThenTheTareStillHolds()
    {
        ReadUntilOk();
        _rig.Present(3);
        _rig.Chips[1].PowerCycle();
        _clock.Advance(20_000_000);
        Assert.Equal(SensorStatus.ConfigurationLost, _taxels.Read());
        ReadUntilOk();
        Assert.Equal(2400, Values[1], 1.0);
    }

    private void ReadUntilOk()
    {
        SensorStatus status = _taxels.Read();
        for (int i = 0; i < 20 && status != SensorStatus.Ok; i++)
        {
            _clock.Advance(20_000_000);
            status = _taxels.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }
}
