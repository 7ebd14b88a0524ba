using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet NAU7802 rev. 1.7, January 2012.</summary>
public sealed class SimulatedNau7802Tests
{
    private const long Microsecond = 1000;
    private const long Millisecond = 1_000_000;

    // Offset and noise of the converter at gain 128 and 3.3 V: 3254 counts and some 30; six sigma and rounding.
    private const int ConverterOffset = 3254;
    private const int NoiseBound = 1200;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly Wires _wires;

    public SimulatedNau7802Tests() => _wires = new Wires(new SimulatedNau7802(_clock, _world, 42), 0x2A);

    [Fact]
    public void Registers_AfterReset_HoldTheInitialValues()
    {
        byte[] expected = new byte[0x20];
        expected[0x07] = 0x80;
        expected[0x0E] = 0x80;
        expected[0x1F] = 0x0F;
        Assert.Equal(expected, _wires.Read(0x00, 0x20));

        _wires.Write(0x01, 0x27, 0x30);
        _wires.Write(0x00, 0x01);
        expected[0x00] = 0x01;
        Assert.Equal(expected, _wires.Read(0x00, 0x20));
        _wires.Write(0x01, 0x27);
        Assert.Equal(0, _wires.Read(0x01));
        _wires.Write(0x00, 0x00);
        _wires.Write(0x01, 0x27);
        Assert.Equal(0x27, _wires.Read(0x01));
    }

    [Fact]
    public void PowerUp_BothCircuits_IsReadyAfter200Microseconds()
    {
        _wires.Write(0x00, 0x06);
        _clock.AdvanceTo(199 * Microsecond);
        Assert.Equal(0x06, _wires.Read(0x00));
        _clock.AdvanceTo(200 * Microsecond);
        Assert.Equal(0x0E, _wires.Read(0x00));
    }

    [Theory]
    [InlineData(0x12)]
    [InlineData(0x14)]
    [InlineData(0x06)]
    public void Conversion_WithoutPowerOrStart_NeverComes(byte control)
    {
        _wires.Write(0x00, control);
        _clock.AdvanceTo(5000 * Millisecond);
        Assert.Equal(0, _wires.Read(0x00) & 0x20);
        Assert.Equal(0, _wires.ReadBig24(0x12));
    }

    [Theory]
    [InlineData(0x00, 100_000)]
    [InlineData(0x10, 50_000)]
    [InlineData(0x20, 25_000)]
    [InlineData(0x30, 12_500)]
    [InlineData(0x70, 3_125)]
    public void Conversion_ByRate_IsReadyAfterItsPeriodAndReadingClearsIt(byte control2, int microseconds)
    {
        Start(0x27, control2);
        long start = _clock.Nanoseconds;
        _clock.AdvanceTo(start + (microseconds * Microsecond) - 1);
        Assert.Equal(0, _wires.Read(0x00) & 0x20);
        _clock.AdvanceTo(start + (microseconds * Microsecond));
        Assert.Equal(0x20, _wires.Read(0x00) & 0x20);
        Assert.Equal(0x20, _wires.Read(0x00) & 0x20);
        _wires.Read(0x12, 3);
        Assert.Equal(0, _wires.Read(0x00) & 0x20);
        _clock.AdvanceTo(start + (2 * microseconds * Microsecond));
        Assert.Equal(0x20, _wires.Read(0x00) & 0x20);
    }

    [Fact]
    public void Conversion_AtReservedRate_NeverComes()
    {
        Start(0x27, 0x50);
        _clock.AdvanceTo(5000 * Millisecond);
        Assert.Equal(0, _wires.Read(0x00) & 0x20);
    }

    // Full scale, 2^23 counts, is half the reference over the gain: 1 mV/V at gain 128 is 0.256 of it.
    [Theory]
    [InlineData(1.0, 2_147_484)]
    [InlineData(-1.0, -2_147_484)]
    [InlineData(0.0, 0)]
    [InlineData(3.5, 7_516_193)]
    public void Result_AtBridgeVoltage_IsTheWorkedCode(double millivoltsPerVolt, int counts)
    {
        _world.Bridge = millivoltsPerVolt;
        Start(0x27, 0x30);
        Assert.InRange(Signed(Settled()) - ConverterOffset - counts, -NoiseBound, NoiseBound);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 8)]
    [InlineData(7, 128)]
    public void Result_ByGain_IsProportional(byte bits, int gain)
    {
        _world.Bridge = 2.0;
        Start((byte)(0x20 | bits), 0x30);
        double expected = 2e-3 * gain / 0.5 * (1 << 23);
        Assert.InRange(Signed(Settled()), expected - NoiseBound, expected + ConverterOffset + NoiseBound);
    }

    [Theory]
    [InlineData(4.5, 0x7FFFFF)]
    [InlineData(-4.5, 0x800000)]
    public void Result_BeyondFullScale_StandsAtItsLimit(double millivoltsPerVolt, int code)
    {
        _world.Bridge = millivoltsPerVolt;
        Start(0x27, 0x30);
        Assert.Equal(code, Settled());
    }

    [Fact]
    public void Result_AfterChangeOfGain_TakesFourConversionsToSettle()
    {
        _world.Bridge = 1.0;
        Start(0x20, 0x30);
        Settled();
        _wires.Write(0x01, 0x27);
        Assert.Equal(0, _wires.Read(0x00) & 0x20);
        int[] results = [.. Enumerable.Range(0, 5).Select(_ => Signed(Next()))];
        double settled = 2_147_484 + ConverterOffset;
        Assert.InRange(results[0], (settled / 4) - NoiseBound, (settled / 4) + NoiseBound);
        Assert.InRange(results[2], (settled * 3 / 4) - NoiseBound, (settled * 3 / 4) + NoiseBound);
        Assert.InRange(results[3], settled - NoiseBound, settled + NoiseBound);
        Assert.InRange(results[4], settled - NoiseBound, settled + NoiseBound);
    }

    [Fact]
    public void Calibration_Internal_TakesItsTimeAndTakesTheConvertersOffsetAway()
    {
        Start(0x27, 0x30);
        _wires.Write(0x02, 0x34);
        long start = _clock.Nanoseconds;
        _clock.AdvanceTo(start + (343 * Millisecond));
        Assert.Equal(0x34, _wires.Read(0x02));
        Assert.Equal(0, _wires.Read(0x00) & 0x20);
        _clock.AdvanceTo(start + (344 * Millisecond));
        Assert.Equal(0x30, _wires.Read(0x02));
        Assert.Equal(ConverterOffset, _wires.ReadBig24(0x03));
        Assert.InRange(Signed(Settled()), -NoiseBound, NoiseBound);
    }

    [Fact]
    public void Calibration_OffsetOfTheSystem_TakesTheInputAway()
    {
        _world.Bridge = -0.7;
        Start(0x27, 0x30);
        Calibrate(0x36);
        Assert.Equal(0x80, _wires.Read(0x03) & 0x80);
        Assert.InRange(Signed(Settled()), -NoiseBound, NoiseBound);
    }

    [Fact]
    public void Calibration_GainOfTheSystem_MapsTheInputToFullScale()
    {
        Start(0x27, 0x30);
        Calibrate(0x36);
        _world.Bridge = 1.0;
        Calibrate(0x37);
        Assert.Equal(0x33, _wires.Read(0x02));
        Assert.InRange(Signed(Settled()), 0x7FFFFF - (8 * NoiseBound), 0x7FFFFF);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(0.0)]
    public void Calibration_GainOfUnusableInput_RaisesTheErrorUntilAValidOne(double millivoltsPerVolt)
    {
        Start(0x27, 0x30);
        Calibrate(0x34);
        _world.Bridge = millivoltsPerVolt;
        Calibrate(0x37);
        Assert.Equal(0x08, _wires.Read(0x02) & 0x0C);
        Calibrate(0x34);
        Assert.Equal(0x00, _wires.Read(0x02) & 0x0C);
    }

    [Fact]
    public void Calibration_WhilePoweredDown_DoesNotStart()
    {
        _wires.Write(0x02, 0x04);
        Assert.Equal(0, _wires.Read(0x02));
    }

    [Fact]
    public void ReadOnlyRegisters_Written_KeepTheirValues()
    {
        _wires.Write(0x1F, 0xAA);
        _wires.Write(0x12, 1, 2, 3);
        _wires.Write(0x00, 0x28);
        Assert.Equal(0x0F, _wires.Read(0x1F));
        Assert.Equal(0, _wires.ReadBig24(0x12));
        Assert.Equal(0, _wires.Read(0x00));
    }

    [Fact]
    public void Channel2_Open_ReadsItsOwnOffsetOnly()
    {
        _world.Bridge = 3.0;
        Start(0x27, 0xB0);
        Assert.InRange(Signed(Settled()) - ConverterOffset, -NoiseBound, NoiseBound);
    }

    [Fact]
    public void CalibrationSheet_OfOneNewton_IsWhatTheConverterCounts()
    {
        Start(0x27, 0x30);
        _world.Bridge = BridgeCalibration.MillivoltsPerVolt(0);
        int zero = Signed(Settled());
        _world.Bridge = BridgeCalibration.MillivoltsPerVolt(10);
        double perNewton = (Signed(Settled()) - zero) / 10.0;
        Assert.InRange(perNewton, BridgeCalibration.CountsPerNewton(128) - 200, BridgeCalibration.CountsPerNewton(128) + 200);
    }

    private static int Signed(int code) => code << 8 >> 8;

    private void Start(byte control1, byte control2)
    {
        _wires.Write(0x00, 0x01);
        _wires.Write(0x00, 0x06);
        _clock.AdvanceTo(_clock.Nanoseconds + Millisecond);
        _wires.Write(0x01, control1, control2);
        _wires.Write(0x00, 0x16);
    }

    private int Settled()
    {
        _clock.AdvanceTo(_clock.Nanoseconds + (1000 * Millisecond));
        return _wires.ReadBig24(0x12);
    }

    private int Next()
    {
        while ((_wires.Read(0x00) & 0x20) == 0)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + (100 * Microsecond));
        }

        return _wires.ReadBig24(0x12);
    }

    private void Calibrate(byte control2)
    {
        _wires.Write(0x02, control2);
        _clock.AdvanceTo(_clock.Nanoseconds + (400 * Millisecond));
        Assert.Equal(0, _wires.Read(0x02) & 0x04);
    }
}
