using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet BST-BME280-DS002-15, revision 1.6, September 2018.</summary>
public sealed class SimulatedBme280Tests
{
    private const byte Address = SimulatedBme280.DefaultAddress;
    private const long Microsecond = 1000;
    private const long Millisecond = 1_000_000;

    private static readonly Bme280FactoryTrimming Trimming = Bme280FactoryTrimming.Example;

    private readonly VirtualClock _clock = new();
    private readonly FixedBody _room = new();
    private readonly Wires _wires;

    public SimulatedBme280Tests() => _wires = new Wires(new SimulatedBme280(_clock, _room, Trimming), Address);

    // BST-BMP280-DS001-23, section 3.12: codes 519888 and 415148 are 25.08 degC and 100653.27 Pa.
    [Fact]
    public void Formulas_OnTheWorkedExample_GiveItsResults()
    {
        double fine = Trimming.FineTemperature(519_888);
        Assert.Equal(25.08, fine / 5120, 0.005);
        Assert.Equal(100_653.27, Trimming.Pascals(415_148, fine), 0.1);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(0)]
    [InlineData(25.08)]
    [InlineData(85)]
    public void Codes_OfAClimate_AreThoseWhoseFormulasGiveIt(double celsius)
    {
        int code = Trimming.TemperatureCode(celsius);
        double fine = Trimming.FineTemperature(code);
        Assert.Equal(celsius, fine / 5120, 0.001);
        foreach (double pascals in (double[])[30_000, 65_000, 101_325, 110_000])
        {
            Assert.Equal(pascals, Trimming.Pascals(Trimming.PressureCode(pascals, fine), fine), 0.5);
        }

        foreach (double humidity in (double[])[1, 20, 55, 99])
        {
            Assert.Equal(humidity, Trimming.RelativeHumidity(Trimming.HumidityCode(humidity, fine), fine), 0.01);
        }
    }

    [Fact]
    public void Registers_AtRest_HoldIdAndResetValuesAndTheTrimming()
    {
        Assert.Equal(0x60, _wires.Read(0xD0));
        Assert.Equal([0, 0, 0, 0], _wires.Read(0xF2, 4));
        Assert.Equal([0x80, 0, 0, 0x80, 0, 0, 0x80, 0], _wires.Read(0xF7, 8));

        // Table 16, for the example's numbers: T1 27504, T3 -1000, P1 36477, P9 6000, H2 362, H4 313, H5 50.
        Assert.Equal([0x70, 0x6B, 0x43, 0x67, 0x18, 0xFC, 0x7D, 0x8E], _wires.Read(0x88, 8));
        Assert.Equal([0x70, 0x17, 0x00, 75], _wires.Read(0x9E, 4));
        Assert.Equal([0x6A, 0x01, 0, 0x13, 0x29, 0x03, 30], _wires.Read(0xE1, 7));
    }

    // Section 9.1, longest values; all at x1, all at x16, pressure off, only temperature.
    [Theory]
    [InlineData(1, 0x25, 9_300)]
    [InlineData(5, 0xB5, 112_800)]
    [InlineData(1, 0x21, 6_425)]
    [InlineData(0, 0x21, 3_550)]
    public void Forced_Measurement_TakesItsTimeThenSleeps(byte humidity, byte control, int microseconds)
    {
        _wires.Write(0xF2, humidity, 0xF4, control);
        Wait((microseconds * Microsecond) - 1);
        Assert.Equal(0x08, _wires.Read(0xF3));
        Assert.Equal(0x80, _wires.Read(0xFA));
        Assert.Equal(control, _wires.Read(0xF4));
        Wait(1);
        Assert.Equal(0x00, _wires.Read(0xF3));
        Assert.Equal(control & 0xFC, _wires.Read(0xF4));
        Assert.NotEqual([0x80, 0, 0], _wires.Read(0xFA, 3));
        Assert.Equal(humidity == 0, _wires.ReadBig24(0xFC) == 0x8000);
        Assert.Equal((control & 0x1C) == 0, _wires.ReadBig24(0xF7) == 0x80_0000);
    }

    [Fact]
    public void Forced_MeasurementOfTheExample_GivesItsCodes()
    {
        _room.Celsius = Trimming.FineTemperature(519_888) / 5120;
        _room.Pascals = Trimming.Pascals(415_148, Trimming.FineTemperature(519_888));
        _wires.Write(0xF4, 0xB5);
        Wait(200 * Millisecond);
        Assert.Equal(519_888, _wires.ReadBig24(0xFA) >> 4, 1.0);
        Assert.Equal(415_148, _wires.ReadBig24(0xF7) >> 4, 1.0);
    }

    // Sections 3.4.2 and 3.4.3: 16 bits at x1, 20 at x16; 20 at x1 with the filter.
    [Theory]
    [InlineData(0x25, 0x00, 4)]
    [InlineData(0x49, 0x00, 3)]
    [InlineData(0x6D, 0x00, 2)]
    [InlineData(0x91, 0x00, 1)]
    [InlineData(0xB5, 0x00, 0)]
    [InlineData(0x25, 0x04, 0)]
    public void Resolution_ByOversampling_LeavesLowBitsZero(byte control, byte configuration, int zeros)
    {
        int united = 0;
        _wires.Write(0xF5, configuration);
        for (int step = 0; step < 40; step++)
        {
            _room.Celsius = 20 + (step * 0.37);
            _wires.Write(0xF4, control);
            Wait(200 * Millisecond);
            united |= _wires.ReadBig24(0xFA) >> 4;
        }

        Assert.Equal(0, united & ((1 << zeros) - 1));
        Assert.NotEqual(0, united & (1 << zeros));
    }

    [Fact]
    public void HumiditySetting_WithoutWritingControl_DoesNotTakeEffect()
    {
        _wires.Write(0xF4, 0x27);
        Wait(20 * Millisecond);
        _wires.Write(0xF2, 0x01);
        Wait(100 * Millisecond);
        Assert.Equal([0x80, 0], _wires.Read(0xFD, 2));
        _wires.Write(0xF4, 0x27);
        Wait(100 * Millisecond);
        Assert.NotEqual([0x80, 0], _wires.Read(0xFD, 2));
    }

    [Fact]
    public void Normal_Mode_AlternatesMeasurementAndStandby()
    {
        // x1 three times: 9.3 ms; then 62.5 ms.
        _wires.Write(0xF5, 0x20, 0xF2, 0x01, 0xF4, 0x27);
        Assert.Equal(0x08, _wires.Read(0xF3));
        Wait(9_300 * Microsecond);
        Assert.Equal(0x00, _wires.Read(0xF3));
        byte[] first = _wires.Read(0xFA, 3);
        _room.Celsius = 40;
        Wait((62_500 + 9_299) * Microsecond);
        Assert.Equal(0x08, _wires.Read(0xF3));
        Assert.Equal(first, _wires.Read(0xFA, 3));
        Wait(Microsecond);
        Assert.NotEqual(first, _wires.Read(0xFA, 3));
        Assert.Equal(0x27, _wires.Read(0xF4));
    }

    [Fact]
    public void Configuration_InNormalMode_IsIgnored()
    {
        _wires.Write(0xF4, 0x27);
        _wires.Write(0xF5, 0xA0);
        Assert.Equal(0, _wires.Read(0xF5));
    }

    [Fact]
    public void ModeChange_DuringAMeasurement_WaitsAndOthersAreIgnored()
    {
        _wires.Write(0xF4, 0x25);
        _wires.Write(0xF4, 0x27);
        _wires.Write(0xF4, 0x24);
        Assert.Equal(0x25, _wires.Read(0xF4));
        Wait(20 * Millisecond);
        Assert.Equal(0x27, _wires.Read(0xF4));
    }

    [Fact]
    public void Filter_AfterAStep_TakesItsShareEachTime()
    {
        // Coefficient 4, x16: each result moves a quarter of the way (section 3.4.4).
        _wires.Write(0xF5, 0x08);
        int before = Force();
        _room.Celsius = 35;
        int goal = Trimming.TemperatureCode(35);
        Assert.Equal(before + ((goal - before) * 0.25), Force(), 2.0);
        Assert.Equal(before + ((goal - before) * (1 - (0.75 * 0.75))), Force(), 2.0);
    }

    [Fact]
    public void SoftReset_CopiesTheTrimmingForTwoMilliseconds()
    {
        _wires.Write(0xF2, 0x01, 0xF4, 0x27);
        _wires.Write(0xE0, 0xB6);
        Assert.Equal(0x01, _wires.Read(0xF3));
        Assert.Equal([0, 0], _wires.Read(0x88, 2));
        Wait(2 * Millisecond);
        Assert.Equal(0x00, _wires.Read(0xF3));
        Assert.Equal([0x70, 0x6B], _wires.Read(0x88, 2));
        Assert.Equal([0, 0, 0], _wires.Read(0xF2, 3));
    }

    [Fact]
    public void Reset_WithAnotherWord_DoesNothing()
    {
        _wires.Write(0xF2, 0x01);
        _wires.Write(0xE0, 0xB5);
        Assert.Equal(0x01, _wires.Read(0xF2));
    }

    [Fact]
    public void PowerOn_ForTwoMilliseconds_IsNotAcknowledged()
    {
        _wires.Bus.Unplug(Address);
        _wires.Bus.Plug(Address);
        Wait((2 * Millisecond) - 1);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _wires.Bus.Write(Address, [0xD0], 1));
        Wait(1);
        Assert.Equal(0x60, _wires.Read(0xD0));
    }

    [Fact]
    public void Transfer_AllocatesNothing()
    {
        byte[] pointer = [0xF7];
        byte[] buffer = new byte[8];
        _wires.Write(0xF5, 0x10, 0xF2, 0x01, 0xF4, 0x27);
        Transfer(pointer, buffer, 50);
        AllocationMeter meter = AllocationMeter.Start();
        Transfer(pointer, buffer, 1000);
        Assert.Equal(0, meter.Bytes);
    }

    private void Transfer(byte[] pointer, byte[] buffer, int times)
    {
        for (int time = 0; time < times; time++)
        {
            Wait(20 * Millisecond);
            _wires.Bus.WriteRead(Address, pointer, 1, buffer, 8);
        }
    }

    private int Force()
    {
        _wires.Write(0xF4, 0xA1);
        Wait(200 * Millisecond);
        return _wires.ReadBig24(0xFA) >> 4;
    }

    private void Wait(long nanoseconds) => _clock.AdvanceTo(_clock.Nanoseconds + nanoseconds);
}
