using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Mlx90640;

public sealed class Mlx90640SensorTests
{
    private readonly ManualClock _clock = new();
    private readonly Mlx90640Fake _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly Mlx90640Sensor _sensor;

    public Mlx90640SensorTests()
    {
        _chip = new Mlx90640Fake(_clock);
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 5);
        _sensor = new Mlx90640Sensor(_bus, Mlx90640Registers.DefaultAddress, _clock);
        _chip.Present(0);
    }

    private Image Page => (Image)_sensor.Reading;

    /// <summary>The reading patterns that DS figures 8 and 9 draw: the first pixels of the first two rows.</summary>
    [Theory]
    [InlineData(0, true, 0)]
    [InlineData(1, true, 1)]
    [InlineData(32, true, 1)]
    [InlineData(33, true, 0)]
    [InlineData(367, true, 0)]
    [InlineData(0, false, 0)]
    [InlineData(1, false, 0)]
    [InlineData(32, false, 1)]
    [InlineData(367, false, 1)]
    public void SubpageOf_Patterns_AreThoseOfTheDataSheet(int pixel, bool chess, int expected) =>
        Assert.Equal(expected, Mlx90640Page.SubpageOf(pixel, chess));

    [Theory]
    [InlineData(Mlx90640RefreshRate.EightPerSecond, true, 0x1A11)]
    [InlineData(Mlx90640RefreshRate.TwoPerSecond, true, 0x1911)]
    [InlineData(Mlx90640RefreshRate.HalfPerSecond, false, 0x0811)]
    public void Start_Settings_StandInTheControlRegister(Mlx90640RefreshRate rate, bool chess, int expected)
    {
        Mlx90640Sensor sensor = new(_bus, Mlx90640Registers.DefaultAddress, _clock, rate, chess);
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        Assert.Equal(expected, _chip.Control);
    }

    [Fact]
    public void Read_EachSubpage_CarriesItsNumberAndWhatCalibrationNeeds()
    {
        ReadUntilOk();
        int first = Page.Samples[Mlx90640Page.Subpage];
        _clock.Advance(125_000_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(1 - first, Page.Samples[Mlx90640Page.Subpage]);
        Assert.Equal(
            [0x1A11, 19442, 1711, 6273, -13115, -54, -56],
            Page.Samples.AsSpan(Mlx90640Page.Control, 7).ToArray());
        Assert.Equal((32, 25), (Page.Width, Page.Height));
        Assert.Equal(Unit.Count, Page.Scale.Unit);
    }

    [Fact]
    public void Read_FirstSubpageAfterStart_IsThrownAway()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        _clock.Advance(125_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(125_000_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Fact]
    public void Read_NoNewSubpage_IsNotReady()
    {
        ReadUntilOk();
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Read_ChipStopsMeasuring_TimesOutAfterFourIntervals()
    {
        ReadUntilOk();
        _chip.Dead = true;
        _clock.Advance(500_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(100_000_000);
        Assert.Equal(SensorStatus.Timeout, _sensor.Read());
        _chip.Dead = false;
        ReadUntilOk();
    }

    [Fact]
    public void Read_BusTooSlowForTheRate_TimesOutInsteadOfMixingSubpages()
    {
        Mlx90640Sensor sensor = new(_bus, Mlx90640Registers.DefaultAddress, _clock, Mlx90640RefreshRate.ThirtyTwoPerSecond, true);
        Assert.Equal(SensorStatus.Ok, sensor.Start());
        SensorStatus status = SensorStatus.NotReady;
        for (int i = 0; i < 10 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(40_000_000);
            status = sensor.Read();
        }

        Assert.Equal(SensorStatus.Timeout, status);
    }

    [Fact]
    public void Read_WhateverThePhase_NeverMixesTwoStatesOfASubpage()
    {
        ReadUntilOk();
        int torn = 0;
        for (int i = 0; i < 500; i++)
        {
            for (int pixel = 0; pixel < Mlx90640Registers.Pixels; pixel++)
            {
                _chip.SetPixel(pixel, i);
            }

            _clock.Advance(125_000_000 + 1_300_000);
            SensorStatus status = _sensor.Read();
            if (status != SensorStatus.Ok)
            {
                Assert.Equal(SensorStatus.NotReady, status);
                continue;
            }

            int own = Page.Samples[Mlx90640Page.Subpage];
            int[] counts = [.. Enumerable.Range(0, Mlx90640Registers.Pixels).Where(pixel => Mlx90640Page.SubpageOf(pixel, true) == own).Select(pixel => (int)Page.Samples[pixel])];
            torn += counts.Distinct().Count() > 1 ? 1 : 0;
        }

        Assert.Equal(0, torn);
    }

    [Theory]
    [InlineData(short.MaxValue)]
    [InlineData(short.MinValue)]
    public void Read_PixelOfTheSubpageAtTheConvertersEnd_IsSaturated(int count)
    {
        ReadUntilOk();
        int next = 1 - Page.Samples[Mlx90640Page.Subpage];
        _chip.SetPixel(100 + (Mlx90640Page.SubpageOf(100, true) == next ? 0 : 1), count);
        _clock.Advance(125_000_000);
        Assert.Equal(SensorStatus.Saturated, _sensor.Read());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x8000)]
    public void Read_GainThatNoChipHas_IsImplausible(int gain)
    {
        ReadUntilOk();
        _chip.Gain = (ushort)gain;
        _clock.Advance(125_000_000);
        Assert.Equal(SensorStatus.Implausible, _sensor.Read());
    }

    [Fact]
    public void Start_EepromNamesAnotherAddress_IsWrongChip()
    {
        _chip.Eeprom[Mlx90640Registers.EepromAddressWord] = 0xBE34;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
    }

    [Fact]
    public void Start_ControlForgotten_IsConfigurationLost()
    {
        _chip.Forgetful = true;
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Start());
    }

    private void ReadUntilOk()
    {
        SensorStatus status = _sensor.Read();
        for (int i = 0; i < 20 && status != SensorStatus.Ok; i++)
        {
            _clock.Advance(125_000_000);
            status = _sensor.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }
}
