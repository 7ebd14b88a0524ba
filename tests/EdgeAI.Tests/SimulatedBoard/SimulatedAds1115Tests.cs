using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet SBAS444D, sections 9.4 to 9.6.</summary>
public sealed class SimulatedAds1115Tests : IVoltageInputs
{
    private const byte Address = 0x48;
    private const long Microsecond = 1_000;

    private readonly VirtualClock _clock = new();
    private readonly SimulatedI2cBus _bus = new();
    private readonly SimulatedAds1115 _chip;
    private Func<long, int, double> _volts = static (_, _) => 0;

    public SimulatedAds1115Tests()
    {
        _chip = new SimulatedAds1115(_clock, this);
        _bus.Attach(Address, _chip);
    }

    double IVoltageInputs.Volts(long nanoseconds, int input) => _volts(nanoseconds, input);

    [Fact]
    public void Registers_AfterPowerOn_HoldTheResetValues()
    {
        Assert.Equal(0x0000, Read(0));
        Assert.Equal(0x8583, Read(1));
        Assert.Equal(0x8000, Read(2));
        Assert.Equal(0x7FFF, Read(3));
    }

    // Section 9.5.4, table 3, at the range of 2.048 V: 62.5 uV per code (section 9.3.3).
    [Theory]
    [InlineData(2.048, 0x7FFF)]
    [InlineData(3.0, 0x7FFF)]
    [InlineData(62.5e-6, 0x0001)]
    [InlineData(0, 0x0000)]
    [InlineData(-62.5e-6, 0xFFFF)]
    [InlineData(-2.048, 0x8000)]
    public void Conversion_OfADifference_HasTheCodeOfTheTable(double volts, int code)
    {
        _volts = (_, input) => input == 0 ? Math.Max(0, volts) : Math.Max(0, -volts);
        Write(1, 0x8583);
        Pass(8_000);
        Assert.Equal(code, Read(0));
    }

    // Section 9.3.3, table 1: full scale by PGA.
    [Theory]
    [InlineData(0, 6.144)]
    [InlineData(1, 4.096)]
    [InlineData(2, 2.048)]
    [InlineData(3, 1.024)]
    [InlineData(4, 0.512)]
    [InlineData(5, 0.256)]
    [InlineData(7, 0.256)]
    public void Conversion_AtEachGain_IsAShareOfFullScale(int gain, double fullScale)
    {
        _volts = (_, input) => input == 2 ? fullScale / 4 : 3;
        Write(1, 0x8183 | (6 << 12) | (gain << 9));
        Pass(8_000);
        Assert.Equal(8192, Read(0));
    }

    [Theory]
    [InlineData(0, 1 - 2)]
    [InlineData(1, 1 - 8)]
    [InlineData(2, 2 - 8)]
    [InlineData(3, 4 - 8)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(6, 4)]
    [InlineData(7, 8)]
    public void Conversion_OfEachInput_IsWhatTheMultiplexerNames(int multiplexer, int tenths)
    {
        _volts = static (_, input) => 0.1 * (1 << input);
        Write(1, 0x8583 | (multiplexer << 12));
        Pass(8_000);
        Assert.Equal(tenths * 1600, (short)Read(0));
    }

    // Section 9.6.3: data rates; section 9.4.2.1: 25 us to wake.
    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 16)]
    [InlineData(2, 32)]
    [InlineData(3, 64)]
    [InlineData(4, 128)]
    [InlineData(5, 250)]
    [InlineData(6, 475)]
    [InlineData(7, 860)]
    public void SingleShot_AtEachRate_TakesOnePeriodAndThenIsIdle(int code, int rate)
    {
        _volts = static (_, _) => 1.024;
        Write(1, 0xC503 | (code << 5));
        int microseconds = (1_000_000 / rate) + 25;
        Pass(microseconds - 2);
        Assert.Equal(0, Read(1) & 0x8000);
        Assert.Equal(0, Read(0));
        Pass(4);
        Assert.Equal(0x8000, Read(1) & 0x8000);
        Assert.Equal(0x4000, Read(0));
    }

    [Fact]
    public void SingleShot_WithASlowOscillator_TakesATenthLonger()
    {
        _chip.RateError = -0.1;
        Write(1, 0x8583);
        Pass(7_838 + 800);
        Assert.Equal(0, Read(1) & 0x8000);
        Pass(100);
        Assert.Equal(0x8000, Read(1) & 0x8000);
        Assert.Throws<ArgumentOutOfRangeException>(() => _chip.RateError = 0.11);
    }

    [Fact]
    public void Configuration_WithoutTheStartBit_ConvertsNothing()
    {
        _volts = static (_, _) => 1;
        Write(1, 0x4583);
        Pass(1_000_000);
        Assert.Equal(0, Read(0));
        Assert.Equal(0xC583, Read(1));
    }

    [Fact]
    public void Configuration_WrittenInAConversion_WorksFromTheNextOn()
    {
        _volts = static (_, input) => input == 0 ? 1.024 : 0.512;
        Write(1, 0xC583);
        Pass(4_000);
        Write(1, 0xD583);
        Pass(4_000);
        Assert.Equal(0x4000, Read(0));
        Pass(100_000);
        Assert.Equal(0x4000, Read(0));
        Write(1, 0xD583);
        Pass(8_000);
        Assert.Equal(0x2000, Read(0));
    }

    [Fact]
    public void Continuous_AtEachPeriod_ShowsTheLatestConversion()
    {
        _volts = static (t, _) => t / 1e9;
        Write(1, 0x4483);
        Pass(7_837);
        Assert.Equal(0, Read(0));
        Pass(1);
        Assert.Equal(125, Read(0));
        Assert.Equal(0, Read(1) & 0x8000);
        Pass(7_813 * 9);
        Assert.Equal(1250, Read(0), 1.0);
    }

    [Fact]
    public void Continuous_ThenSingleShot_EndsItsConversionAndSleeps()
    {
        Write(1, 0x4483);
        Pass(10_000);
        Write(1, 0x4583);
        Assert.Equal(0, Read(1) & 0x8000);
        Pass(8_000);
        Assert.Equal(0x8000, Read(1) & 0x8000);
    }

    [Fact]
    public void Write_HalfARegister_ChangesNothing()
    {
        Assert.Equal(BusStatus.Ok, _bus.Write(Address, [1, 0x12], 2));
        Assert.Equal(0x8583, Read(1));
    }

    [Fact]
    public void Write_ToTheConversionRegister_ChangesNothing()
    {
        Write(0, 0x1234);
        Assert.Equal(0, Read(0));
    }

    [Fact]
    public void Read_LongerThanARegister_EndsInOnes()
    {
        byte[] buffer = new byte[4];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, [1], 1, buffer, 4));
        Assert.Equal([0x85, 0x83, 0xFF, 0xFF], buffer);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1.65)]
    [InlineData(10, 3.0)]
    public void FsrDivider_UnderForce_GivesItsVoltageAndBack(double newton, double volts)
    {
        FsrDividers dividers = new(new ConstantForce(newton), 4);
        Assert.Equal(volts, dividers.Volts(0, 3), 1e-9);
        Assert.Equal(newton, FsrDividers.NewtonAt(volts), 1e-9);
    }

    private void Pass(long microseconds) => _clock.AdvanceTo(_clock.Nanoseconds + (microseconds * Microsecond));

    private void Write(byte register, int value) =>
        Assert.Equal(BusStatus.Ok, _bus.Write(Address, [register, (byte)(value >> 8), (byte)value], 3));

    private int Read(byte register)
    {
        byte[] buffer = new byte[2];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, [register], 1, buffer, 2));
        return (buffer[0] << 8) | buffer[1];
    }

    private sealed class ConstantForce(double newton) : IForceField
    {
        public double Newton(long nanoseconds, int sensor) => newton;
    }
}
