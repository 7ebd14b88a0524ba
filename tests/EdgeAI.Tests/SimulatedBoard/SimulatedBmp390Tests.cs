using System.Buffers.Binary;
using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet BST-BMP390-DS002, rev. 1.7: memory map (4.2), timing (3.9.2), compensation (8.4 to 8.6).</summary>
public sealed class SimulatedBmp390Tests : IAirField
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly Wires _wires;
    private double _pascal = 101_325;
    private double _celsius = 25;
    private Func<long, double>? _pascalAt;

    public SimulatedBmp390Tests() => _wires = new Wires(new SimulatedBmp390(_clock, this, sensor: 3), 0x76);

    double IAirField.Pascal(long nanoseconds, int sensor)
    {
        Assert.Equal(3, sensor);
        return _pascalAt?.Invoke(nanoseconds) ?? _pascal;
    }

    double IAirField.AirCelsius(long nanoseconds, int sensor) => _celsius;

    [Fact]
    public void Registers_AfterPowerOn_HoldTheResetValuesOfTheMemoryMap()
    {
        Assert.Equal([0x60, 0x01, 0x00, 0x10, 0x00, 0x00, 0x80, 0x00, 0x00, 0x80], _wires.Read(0x00, 10));
        Assert.Equal(0x01, _wires.Read(0x10));
        Assert.Equal([0x01, 0x00, 0x02, 0x02, 0x02, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00], _wires.Read(0x15, 11));
    }

    [Fact]
    public void Event_AfterOneReading_NoLongerTellsOfPowerOn()
    {
        Assert.Equal(0x01, _wires.Read(0x10));
        Assert.Equal(0x00, _wires.Read(0x10));
        _wires.Write(0x7E, 0xB6);
        _clock.AdvanceTo(2 * Millisecond);
        Assert.Equal(0x01, _wires.Read(0x10));
    }

    [Fact]
    public void PowerOn_FirstTwoMilliseconds_AddressIsNotAcknowledged()
    {
        _wires.Bus.Unplug(0x76);
        _wires.Bus.Plug(0x76);
        _clock.AdvanceTo((2 * Millisecond) - 1);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _wires.Bus.Write(0x76, [0], 1));
        _clock.AdvanceTo(2 * Millisecond);
        Assert.Equal(0x60, _wires.Read(0x00));
    }

    // Section 3.9.2: 234 + 392 + 2^p * 2020 + 163 + 2^t * 2020 us.
    [Theory]
    [InlineData(0, 0, 4_829)]
    [InlineData(2, 0, 10_889)]
    [InlineData(3, 1, 20_989)]
    [InlineData(5, 1, 69_469)]
    public void Forced_AtEachOversampling_TakesTheMeasurementTimeAndSleeps(int pressure, int temperature, int microseconds)
    {
        _wires.Write(0x1C, (byte)(pressure | (temperature << 3)));
        _wires.Write(0x1B, 0x13);
        Pass(microseconds - 1);
        Assert.Equal(0x10, _wires.Read(0x03));
        Assert.Equal(0x13, _wires.Read(0x1B));
        Pass(1);
        Assert.Equal(0x70, _wires.Read(0x03));
        Assert.Equal(0x03, _wires.Read(0x1B));
        Assert.Equal(0x08, _wires.Read(0x11));
        Assert.Equal(0x00, _wires.Read(0x11));
    }

    [Theory]
    [InlineData(101_325, 25)]
    [InlineData(30_000, -40)]
    [InlineData(125_000, 85)]
    [InlineData(98_000, 0)]
    public void Data_Compensated_IsTheWorld(double pascal, double celsius)
    {
        (_pascal, _celsius) = (pascal, celsius);
        _wires.Write(0x1C, 0x2D);
        _wires.Write(0x1B, 0x13);
        Pass(135_000);
        (double p, double t) = Compensate();
        Assert.Equal(celsius, t, 0.001);

        // One step of 21 bits is 0.085 Pa at 25 degC (table 6), up to twice that at the ends.
        Assert.Equal(pascal, p, 0.2);
    }

    [Fact]
    public void Ready_ByMeasurement_FallsWhenItsBytesAreRead()
    {
        _wires.Write(0x1B, 0x13);
        Pass(20_000);
        Assert.Equal(0x70, _wires.Read(0x03));
        _wires.Read(0x05);
        Assert.Equal(0x50, _wires.Read(0x03));
        _wires.Read(0x09);
        Assert.Equal(0x10, _wires.Read(0x03));
    }

    [Fact]
    public void Normal_AtARateTooFastForTheOversampling_IsAConfigurationErrorAndSleeps()
    {
        // Reset values: x4 and x1 take 10.9 ms, the rate asks for 5 ms.
        _wires.Write(0x1B, 0x33);
        Assert.Equal(0x03, _wires.Read(0x1B));
        Assert.Equal(0x04, _wires.Read(0x02));
        Assert.Equal(0x00, _wires.Read(0x02));
        Pass(100_000);
        Assert.Equal(0x10, _wires.Read(0x03));
    }

    [Theory]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(5, 160)]
    public void Normal_AtEachRate_MeasuresOncePerPeriod(byte rate, int milliseconds)
    {
        _pascalAt = static t => 100_000 + (t / (double)Millisecond);
        _wires.Write(0x1D, rate);
        _wires.Write(0x1B, 0x33);
        List<double> seen = [];
        for (int step = 0; step < 3 * milliseconds; step++)
        {
            Pass(1_000);
            if ((_wires.Read(0x03) & 0x20) != 0)
            {
                seen.Add(Compensate().Pascal);
            }
        }

        Assert.Equal(3, seen.Count);
        // One step of 18 bits is 1.1 Pa.
        Assert.Equal(milliseconds, seen[2] - seen[1], 1.2);
        Assert.Equal(100_010.9, seen[0], 1.2);
    }

    // Section 4.3.21: coefficient 3: a step arrives as 1 - (3/4)^n.
    [Fact]
    public void Filter_WithCoefficientThree_FollowsAStepInQuarters()
    {
        _wires.Write(0x1F, 0x04);
        _wires.Write(0x1D, 0x02);
        _wires.Write(0x1B, 0x33);
        Pass(20_000);
        Assert.Equal(101_325, Compensate().Pascal, 0.2);
        _pascal = 102_325;
        Pass(20_000);
        Assert.Equal(101_575, Compensate().Pascal, 1.5);
        Pass(20_000);
        Assert.Equal(101_762.5, Compensate().Pascal, 1.5);
    }

    [Fact]
    public void Data_Unfiltered_HasSixteenBitsAndOneMorePerDoubling()
    {
        _wires.Write(0x1C, 0x00);
        _wires.Write(0x1B, 0x13);
        Pass(10_000);
        Assert.Equal([0x00, 0x00], new[] { _wires.Read(0x04), _wires.Read(0x07) });
    }

    [Fact]
    public void Command_Unknown_IsACommandError()
    {
        _wires.Write(0x7E, 0x55);
        Assert.Equal(0x02, _wires.Read(0x02));
    }

    [Fact]
    public void Write_OfPairs_WritesEachRegisterOfAPair()
    {
        _wires.Write(0x1C, 0x09, 0x1D, 0x04, 0x1F, 0xFF);
        Assert.Equal([0x00, 0x09, 0x04, 0x00, 0x0E], _wires.Read(0x1B, 5));
    }

    [Fact]
    public void Write_ToReadOnlyRegisters_ChangesNothing()
    {
        byte[] trimming = _wires.Read(0x31, 21);
        _wires.Write(0x31, 0x55);
        _wires.Write(0x00, 0x55);
        Assert.Equal(trimming, _wires.Read(0x31, 21));
        Assert.Equal(0x60, _wires.Read(0x00));
    }

    private void Pass(long microseconds) => _clock.AdvanceTo(_clock.Nanoseconds + (microseconds * Microsecond));

    private (double Pascal, double Celsius) Compensate()
    {
        byte[] n = _wires.Read(0x31, 21);
        byte[] data = _wires.Read(0x04, 6);
        double up = data[0] | (data[1] << 8) | (data[2] << 16);
        double ut = data[3] | (data[4] << 8) | (data[5] << 16);
        double d = ut - (U16(n, 0) / Math.Pow(2, -8));
        double t = (d * U16(n, 2) / Math.Pow(2, 30)) + (d * d * (sbyte)n[4] / Math.Pow(2, 48));
        double first = (U16(n, 11) / Math.Pow(2, -3)) + (U16(n, 13) / Math.Pow(2, 6) * t)
            + ((sbyte)n[15] / Math.Pow(2, 8) * t * t) + ((sbyte)n[16] / Math.Pow(2, 15) * t * t * t);
        double second = up * (((S16(n, 5) - Math.Pow(2, 14)) / Math.Pow(2, 20)) + ((S16(n, 7) - Math.Pow(2, 14)) / Math.Pow(2, 29) * t)
            + ((sbyte)n[9] / Math.Pow(2, 32) * t * t) + ((sbyte)n[10] / Math.Pow(2, 37) * t * t * t));
        double third = (up * up * ((S16(n, 17) / Math.Pow(2, 48)) + ((sbyte)n[19] / Math.Pow(2, 48) * t)))
            + (up * up * up * (sbyte)n[20] / Math.Pow(2, 65));
        return (first + second + third, t);
    }

    private static int U16(byte[] stored, int index) => BinaryPrimitives.ReadUInt16LittleEndian(stored.AsSpan(index));

    private static int S16(byte[] stored, int index) => BinaryPrimitives.ReadInt16LittleEndian(stored.AsSpan(index));
}
