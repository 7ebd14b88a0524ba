using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet MPR121 rev. 4, 02/2013.</summary>
public sealed class SimulatedMpr121Tests
{
    private const long Millisecond = 1_000_000;

    // 16 uA x 0.5 us / 10 pF = 0.8 V; of 3.3 V that is 248.2 of 1024 (equation 4).
    private const int OpenCounts = 248;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedMpr121 _chip;
    private readonly Wires _wires;

    public SimulatedMpr121Tests()
    {
        _chip = new SimulatedMpr121(_clock, _world);
        _wires = new Wires(_chip, 0x5A);
    }

    [Fact]
    public void Registers_AfterPowerOn_HoldTheInitialValues()
    {
        byte[] expected = new byte[0x80];
        expected[0x5C] = 0x10;
        expected[0x5D] = 0x24;
        Assert.Equal(expected, _wires.Read(0x00, 0x80));
    }

    [Fact]
    public void SoftReset_OnlyItsKey_RestoresTheInitialValues()
    {
        _wires.Write(0x41, 12, 6);
        _wires.Write(0x80, 0x62);
        Assert.Equal([12, 6], _wires.Read(0x41, 2));
        _wires.Write(0x80, 0x63);
        Registers_AfterPowerOn_HoldTheInitialValues();
    }

    [Fact]
    public void Write_InRunMode_IsAcknowledgedAndLost()
    {
        _wires.Write(0x41, 12);
        _wires.Write(0x5E, 0x8C);
        _wires.Write(0x41, 40);
        _wires.Write(0x5D, 0x00);
        Assert.Equal(12, _wires.Read(0x41));
        Assert.Equal(0x24, _wires.Read(0x5D));
        _wires.Write(0x73, 0x0F);
        Assert.Equal(0x0F, _wires.Read(0x73));

        _wires.Write(0x5E, 0x00);
        _wires.Write(0x41, 40);
        Assert.Equal(40, _wires.Read(0x41));
    }

    [Fact]
    public void FilteredData_InStopMode_StaysZero()
    {
        _clock.AdvanceTo(1000 * Millisecond);
        Assert.Equal(0, _wires.ReadLittle(0x04));
    }

    [Fact]
    public void FilteredData_AtResetTiming_ComesAfterFourTimesSixteenMilliseconds()
    {
        _wires.Write(0x5E, 0xCC);
        _clock.AdvanceTo((64 * Millisecond) - 1);
        Assert.Equal(0, _wires.ReadLittle(0x04));
        _clock.AdvanceTo(64 * Millisecond);
        Assert.Equal(OpenCounts, _wires.ReadLittle(0x04));
        Assert.Equal(OpenCounts >> 2, _wires.Read(0x1E));

        _world.Capacitance[0] = 20;
        _clock.AdvanceTo((128 * Millisecond) - 1);
        Assert.Equal(OpenCounts, _wires.ReadLittle(0x04));
        _clock.AdvanceTo(128 * Millisecond);
        Assert.Equal(OpenCounts / 2, _wires.ReadLittle(0x04));
    }

    [Theory]
    [InlineData(0x20, 4)]
    [InlineData(0x28, 6)]
    [InlineData(0x33, 80)]
    [InlineData(0x3F, 18 * 128)]
    public void FilteredData_BySettings_ComesAfterSfiTimesEsi(byte timing, int milliseconds)
    {
        _wires.Write(0x5D, timing);
        _wires.Write(0x5E, 0xCC);
        _clock.AdvanceTo((milliseconds * Millisecond) - 1);
        Assert.Equal(0, _wires.ReadLittle(0x04));
        _clock.AdvanceTo(milliseconds * Millisecond);
        Assert.Equal(OpenCounts, _wires.ReadLittle(0x04));
    }

    [Theory]
    [InlineData(0x20, 0x24, 496)]
    [InlineData(0x10, 0x44, 496)]
    [InlineData(0x3F, 0x44, 1023)]
    [InlineData(0x00, 0x24, 0)]
    [InlineData(0x10, 0x04, 0)]
    public void FilteredData_BySettings_FollowsEquation4(byte current, byte time, int counts)
    {
        _wires.Write(0x5C, current, time);
        Run(0xCC);
        Assert.Equal(counts, _wires.ReadLittle(0x04));
    }

    [Fact]
    public void FilteredData_WithItsOwnChargeSettings_OverridesTheGlobalOnes()
    {
        _wires.Write(0x60, 0x20);
        _wires.Write(0x6C, 0x20);
        Run(0xCC);
        Assert.Equal(OpenCounts, _wires.ReadLittle(0x04));
        Assert.Equal(993, _wires.ReadLittle(0x06));
    }

    // Touched when the data fall below the baseline by more than the threshold; released when by less than the other.
    [Fact]
    public void Touch_ByThresholds_HasHysteresis()
    {
        Configure(touch: 12, release: 6, debounce: 0);
        Set(3, OpenCounts - 12);
        Assert.Equal(0, Touched());
        Set(3, OpenCounts - 13);
        Assert.Equal(1 << 3, Touched());
        Set(3, OpenCounts - 6);
        Assert.Equal(1 << 3, Touched());
        Set(3, OpenCounts - 5);
        Assert.Equal(0, Touched());
        Set(11, OpenCounts - 40);
        Assert.Equal(1 << 11, Touched());
    }

    [Fact]
    public void Touch_WithDebounce_NeedsThatManyDetectionsMore()
    {
        Configure(touch: 12, release: 6, debounce: 0x12);
        Set(0, OpenCounts - 30);
        Assert.Equal(0, Touched());
        Step();
        Assert.Equal(0, Touched());
        Step();
        Assert.Equal(1, Touched());
        Set(0, OpenCounts);
        Assert.Equal(1, Touched());
        Step();
        Assert.Equal(0, Touched());
    }

    [Fact]
    public void Touch_ShorterThanDebounce_IsNotSeen()
    {
        Configure(touch: 12, release: 6, debounce: 0x02);
        for (int time = 0; time < 5; time++)
        {
            Set(0, OpenCounts - 30);
            Step();
            Set(0, OpenCounts);
            Assert.Equal(0, Touched());
        }
    }

    [Fact]
    public void Electrodes_BeyondElectrodeEnable_AreNotMeasured()
    {
        Run(0xC4);
        Assert.Equal(OpenCounts, _wires.ReadLittle(0x04 + (2 * 3)));
        Assert.Equal(0, _wires.ReadLittle(0x04 + (2 * 4)));
    }

    [Theory]
    [InlineData(0x10, 2)]
    [InlineData(0x20, 4)]
    [InlineData(0x30, 12)]
    public void Proximity_Enabled_ChargesElectrodesTogether(byte control, int together)
    {
        Run((byte)(0xC0 | control));
        Assert.Equal((int)Math.Round(8.0 / (10 * together) * 1024 / 3.3), _wires.ReadLittle(0x1C));
    }

    [Theory]
    [InlineData(0x0C, 0x00)]
    [InlineData(0x4C, 0x00)]
    [InlineData(0x8C, (OpenCounts & 0x3E0) >> 2)]
    [InlineData(0xCC, OpenCounts >> 2)]
    public void Baseline_ByCalibrationLock_IsLoadedOrLeft(byte control, byte expected)
    {
        Run(control);
        Assert.Equal(expected, _wires.Read(0x1E));
    }

    [Fact]
    public void Baseline_SlowDrift_IsFollowedAndNotTaken()
    {
        _wires.Write(0x2F, 0x01, 0x01, 0x00, 0x00);
        Configure(touch: 12, release: 6, debounce: 0);
        for (int counts = OpenCounts; counts > OpenCounts - 60; counts--)
        {
            Set(0, counts);
            Assert.Equal(0, Touched());
        }

        Assert.InRange(_wires.Read(0x1E) << 2, OpenCounts - 64, OpenCounts - 56);
    }

    [Fact]
    public void Baseline_TrackingOff_StaysWhatWasWritten()
    {
        _wires.Write(0x1E, 100);
        _wires.Write(0x2B, 0x3F, 0x3F, 0x00, 0x00, 0x3F, 0x3F, 0x00, 0x00);
        Run(0x4C);
        Step();
        Assert.Equal(100, _wires.Read(0x1E));
    }

    [Fact]
    public void OverCurrent_Raised_StopsTheChipUntilCleared()
    {
        Run(0xCC);
        _chip.RaiseOverCurrent();
        Assert.Equal(0x80, _wires.Read(0x01));
        Assert.Equal(0, _wires.Read(0x5E));
        _wires.Write(0x5E, 0xCC);
        Assert.Equal(0, _wires.Read(0x5E));
        _wires.Write(0x01, 0x80);
        Assert.Equal(0, _wires.Read(0x01));
        _wires.Write(0x5E, 0xCC);
        Assert.Equal(0xCC, _wires.Read(0x5E));
    }

    [Fact]
    public void AutoConfiguration_WithinRange_ReachesTheTarget()
    {
        // Equations 1 to 3 at 3.3 V: upper limit 202, target 181, lower limit 131.
        _wires.Write(0x7D, 202, 131, 181);
        _wires.Write(0x7B, 0x01);
        Run(0xCC);
        Assert.InRange(_wires.ReadLittle(0x04), 700, 181 << 2);
        Assert.Equal([0, 0], _wires.Read(0x02, 2));
        Assert.NotEqual(0, _wires.Read(0x5F));
    }

    [Fact]
    public void AutoConfiguration_OutOfReach_RaisesTheElectrodesBit()
    {
        _world.Capacitance[9] = 100_000;
        _wires.Write(0x7D, 202, 131, 181);
        _wires.Write(0x7B, 0x01);
        Run(0xCC);
        Assert.Equal([0x00, 0x82], _wires.Read(0x02, 2));
    }

    [Fact]
    public void Poll_OnceOrOften_GivesTheSameState()
    {
        VirtualClock rareClock = new();
        Wires rare = new(new SimulatedMpr121(rareClock, _world), 0x5A);
        rare.Write(0x2B, 1, 1, 0, 0, 1, 5, 1, 0);
        _wires.Write(0x2B, 1, 1, 0, 0, 1, 5, 1, 0);
        rare.Write(0x5E, 0x8C);
        _wires.Write(0x5E, 0x8C);
        for (int time = 0; time < 300; time++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + (10 * Millisecond));
            _wires.Read(0x00);
        }

        rareClock.AdvanceTo(_clock.Nanoseconds);
        Assert.Equal(_wires.Read(0x00, 0x2B), rare.Read(0x00, 0x2B));
    }

    [Fact]
    public void Read_AfterMonthsOfSilence_ComesBackWithTheLatestSample()
    {
        _wires.Write(0x5D, 0x20);
        Run(0xCC);
        _world.Capacitance[0] = 20;
        _clock.AdvanceTo(100L * 24 * 3600 * 1000 * Millisecond);
        Assert.Equal(OpenCounts / 2, _wires.ReadLittle(0x04));
    }

    private void Configure(byte touch, byte release, byte debounce)
    {
        for (byte electrode = 0; electrode < 12; electrode++)
        {
            _wires.Write((byte)(0x41 + (2 * electrode)), touch, release);
        }

        _wires.Write(0x5B, debounce);
        Run(0xCC);
    }

    private void Run(byte control)
    {
        _wires.Write(0x5E, control);
        Step();
    }

    // The chip samples when it is next asked; asking here keeps the world of one step out of the samples of another.
    private void Step()
    {
        _clock.AdvanceTo(_clock.Nanoseconds + (64 * Millisecond));
        _wires.Read(0x5E);
    }

    private void Set(int electrode, int counts)
    {
        _world.Capacitance[electrode] = 8.0 * 1024 / 3.3 / counts;
        Step();
    }

    private int Touched() => _wires.ReadLittle(0x00);
}
