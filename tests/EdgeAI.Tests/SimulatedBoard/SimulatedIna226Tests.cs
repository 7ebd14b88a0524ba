using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet SBOS547B, INA226, June 2011, revised September 2024.</summary>
public sealed class SimulatedIna226Tests
{
    private const long Microsecond = 1000;
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedBody _line = new();
    private readonly SimulatedIna226 _chip;
    private readonly Wires _wires;

    public SimulatedIna226Tests()
    {
        _chip = new SimulatedIna226(_clock, _line);
        _wires = new Wires(_chip, SimulatedIna226.DefaultAddress);
    }

    // Table 7-1.
    [Theory]
    [InlineData(0x00, 0x4127)]
    [InlineData(0x01, 0)]
    [InlineData(0x02, 0)]
    [InlineData(0x03, 0)]
    [InlineData(0x04, 0)]
    [InlineData(0x05, 0)]
    [InlineData(0x06, 0)]
    [InlineData(0x07, 0)]
    [InlineData(0xFE, 0x5449)]
    [InlineData(0xFF, 0x2260)]
    public void Register_AfterPowerOn_HoldsItsResetValue(byte register, int value) => Assert.Equal(value, Word(register));

    // The data sheet's example "Programming the Calibration Register", table 6-1: 10 A in 2 mOhm at 11.98 V, LSB 1 mA.
    [Fact]
    public void WorkedExample_OfTheDataSheet_GivesItsRegisterContents()
    {
        _line.Shunt = _ => 20e-3;
        _line.Bus = 11.98;
        Write(0x05, 0x0A00);
        Wait(3 * Millisecond);
        Assert.Equal(0x1F40, Word(0x01));
        Assert.Equal(0x2570, Word(0x02));
        Assert.Equal(0x2710, Word(0x04));
        Assert.Equal(0x12B8, Word(0x03));
    }

    // "Shunt Voltage Register": -80 mV is 0x8300; full scale 81.92 mV.
    [Theory]
    [InlineData(-80e-3, 0x8300)]
    [InlineData(-2.5e-6, 0xFFFF)]
    [InlineData(81.9175e-3, 0x7FFF)]
    [InlineData(0.5, 0x7FFF)]
    [InlineData(-0.5, 0x8000)]
    public void ShuntVoltage_Signed_IsItsCode(double volts, int code)
    {
        _line.Shunt = _ => volts;
        Wait(3 * Millisecond);
        Assert.Equal(code, Word(0x01));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1.25e-3, 1)]
    [InlineData(41, 0x7FFF)]
    public void BusVoltage_Unsigned_IsItsCode(double volts, int code)
    {
        _line.Bus = volts;
        Wait(3 * Millisecond);
        Assert.Equal(code, Word(0x02));
    }

    [Fact]
    public void Current_Negative_HasItsSignAndPowerHasNone()
    {
        _line.Shunt = _ => -20e-3;
        _line.Bus = 11.98;
        Write(0x05, 0x0A00);
        Wait(3 * Millisecond);
        Assert.Equal(-10_000, (short)Word(0x04));
        Assert.Equal(0x12B8, Word(0x03));
    }

    // Tables 7-3 to 7-5: averages times both conversion times.
    [Theory]
    [InlineData(0x4127, 2_200)]
    [InlineData(0x4007, 280)]
    [InlineData(0x41FF, 16_488)]
    [InlineData(0x4327, 8_800)]
    [InlineData(0x4F07, 1_024 * 1_240)]
    [InlineData(0x4125, 1_100)]
    [InlineData(0x40CE, 588)]
    public void ConversionReady_ByConfiguration_ComesAfterItsTimeAndReadingClearsIt(ushort configuration, int microseconds)
    {
        Write(0x00, configuration);
        Word(0x06);
        Wait((microseconds * Microsecond) - 1);
        Assert.Equal(0, Word(0x06) & 0x08);
        Wait(1);
        Assert.Equal(0x08, Word(0x06) & 0x08);
        Assert.Equal(0, Word(0x06) & 0x08);
        Wait(microseconds * Microsecond);
        Assert.Equal(0x08, Word(0x06) & 0x08);
    }

    [Fact]
    public void Averaging_OfAWave_GivesItsMean()
    {
        // 1.1 ms a conversion, 2.2 ms a pair: the wave turns with every sample.
        _line.Shunt = t => (t / 2_200_000) % 2 == 0 ? 10e-3 : 30e-3;
        Write(0x00, 0x4727);
        Wait(64 * 2_200 * Microsecond);
        Assert.Equal(8000, Word(0x01));
    }

    [Fact]
    public void Triggered_Mode_ConvertsOnceForEachWriting()
    {
        Write(0x00, 0x4123);
        Wait(100 * Millisecond);
        Assert.Equal(0x08, Word(0x06));
        Wait(100 * Millisecond);
        Assert.Equal(0, Word(0x06));
        Write(0x00, 0x4123);
        Wait(100 * Millisecond);
        Assert.Equal(0x08, Word(0x06));
    }

    [Theory]
    [InlineData(0x4120)]
    [InlineData(0x4124)]
    public void PowerDown_KeepsResultsAndFlag(ushort configuration)
    {
        _line.Shunt = _ => 20e-3;
        Wait(3 * Millisecond);
        Write(0x00, configuration);
        _line.Shunt = _ => 0;
        Wait(100 * Millisecond);
        Assert.Equal(8000, Word(0x01));
        Assert.Equal(0x08, Word(0x06));
    }

    [Fact]
    public void Configuration_Written_StartsAFreshConversionAndClearsTheFlag()
    {
        Wait(3 * Millisecond);
        Write(0x00, 0x4127);
        Assert.Equal(0, Word(0x06));
        Wait(2_199 * Microsecond);
        Assert.Equal(0, Word(0x06));
    }

    [Fact]
    public void Reset_Bit_PutsEveryRegisterBackAndClearsItself()
    {
        Write(0x05, 0x0A00);
        Write(0x07, 0x1234);
        Write(0x06, 0x8401);
        Write(0x00, 0x8000);
        Assert.Equal(0x4127, Word(0x00));
        Assert.Equal(0, Word(0x05));
        Assert.Equal(0, Word(0x06));
        Assert.Equal(0, Word(0x07));
    }

    [Fact]
    public void Overflow_OfTheProduct_IsFlagged()
    {
        _line.Shunt = _ => 81.9e-3;
        Write(0x05, 0x7FFF);
        Wait(3 * Millisecond);
        Assert.Equal(0x04, Word(0x06) & 0x04);
        Write(0x05, 0x0800);
        Wait(3 * Millisecond);
        Assert.Equal(0, Word(0x06) & 0x04);
    }

    [Theory]
    [InlineData(0x8000, 4000, 11e-3, 0, true)]
    [InlineData(0x8000, 4000, 9e-3, 0, false)]
    [InlineData(0x8000, 0xF060, -9e-3, 0, true)]
    [InlineData(0x4000, 4000, 9e-3, 0, true)]
    [InlineData(0x2000, 8000, 0, 10.1, true)]
    [InlineData(0x2000, 8000, 0, 9.9, false)]
    [InlineData(0x1000, 8000, 0, 9.9, true)]
    [InlineData(0x0800, 0x12B7, 20e-3, 11.98, true)]
    [InlineData(0x0800, 0x12B8, 20e-3, 11.98, false)]
    [InlineData(0xC000, 4000, 9e-3, 0, false)]
    public void Alert_ByFunction_ComparesItsRegister(ushort function, ushort limit, double shunt, double bus, bool alerts)
    {
        _line.Shunt = _ => shunt;
        _line.Bus = bus;
        Write(0x05, 0x0A00);
        Write(0x06, function);
        Write(0x07, limit);
        Assert.True(_chip.AlertPinHigh);
        Wait(3 * Millisecond);
        Assert.Equal(!alerts, _chip.AlertPinHigh);
        Assert.Equal(alerts ? 0x10 : 0, Word(0x06) & 0x10);
    }

    [Theory]
    [InlineData(0x8000, false)]
    [InlineData(0x8001, true)]
    public void Alert_AfterTheCauseHasGone_StaysWhereLatched(ushort mask, bool stays)
    {
        _line.Shunt = _ => 20e-3;
        Write(0x06, mask);
        Write(0x07, 4000);
        Wait(3 * Millisecond);
        Assert.False(_chip.AlertPinHigh);
        _line.Shunt = _ => 0;
        Wait(3 * Millisecond);
        Assert.Equal(stays ? 0x10 : 0, Word(0x06) & 0x10);
        Assert.Equal(0, Word(0x06) & 0x10);
        Assert.True(_chip.AlertPinHigh);
    }

    [Fact]
    public void AlertPin_OnConversionReady_FollowsTheFlagAndThePolarity()
    {
        Write(0x06, 0x0402);
        Assert.False(_chip.AlertPinHigh);
        Wait(3 * Millisecond);
        Assert.True(_chip.AlertPinHigh);
        Word(0x06);
        Assert.False(_chip.AlertPinHigh);
    }

    [Fact]
    public void Pointer_AfterARead_StaysAndThirdByteIsALineLetGo()
    {
        byte[] bytes = _wires.Read(0x00, 3);
        Assert.Equal([0x41, 0x27, 0xFF], bytes);
        byte[] again = new byte[2];
        Assert.Equal(BusStatus.Ok, _wires.Bus.Read(SimulatedIna226.DefaultAddress, again, 2));
        Assert.Equal([0x41, 0x27], again);
    }

    [Fact]
    public void ReadOnlyRegisters_Written_KeepTheirValues()
    {
        Write(0xFE, 0x1111);
        Write(0x04, 0x2222);
        Write(0x05, 0xFFFF);
        _wires.Write(0x07, 0x12);
        Assert.Equal(0x5449, Word(0xFE));
        Assert.Equal(0, Word(0x04));
        Assert.Equal(0x7FFF, Word(0x05));
        Assert.Equal(0, Word(0x07));
        Assert.Equal(0, Word(0x42));
    }

    [Fact]
    public void Transfer_AllocatesNothing()
    {
        byte[] pointer = [0x06];
        byte[] buffer = new byte[2];
        Transfer(pointer, buffer, 50);
        AllocationMeter meter = AllocationMeter.Start();
        Transfer(pointer, buffer, 1000);
        Assert.Equal(0, meter.Bytes);
    }

    private void Transfer(byte[] pointer, byte[] buffer, int times)
    {
        for (int time = 0; time < times; time++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + Millisecond);
            _wires.Bus.WriteRead(SimulatedIna226.DefaultAddress, pointer, 1, buffer, 2);
        }
    }

    private void Wait(long nanoseconds) => _clock.AdvanceTo(_clock.Nanoseconds + nanoseconds);

    private void Write(byte register, ushort value) => _wires.Write(register, (byte)(value >> 8), (byte)value);

    private int Word(byte register)
    {
        byte[] bytes = _wires.Read(register, 2);
        return (bytes[0] << 8) | bytes[1];
    }
}
