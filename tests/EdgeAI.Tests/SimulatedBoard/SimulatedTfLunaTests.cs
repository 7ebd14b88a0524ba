using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the product manual SJ-PM-TF-Luna A05, section 6 and appendix III.</summary>
public sealed class SimulatedTfLunaTests
{
    private const byte Address = 0x10;
    private const long Millisecond = 1_000_000;
    private const int Zone = 27;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedTfLuna _chip;
    private readonly Wires _wires;

    public SimulatedTfLunaTests()
    {
        _chip = new SimulatedTfLuna(_clock, _world, Zone);
        _wires = new Wires(_chip, Address);
    }

    [Fact]
    public void Settings_AsDelivered_AreTheInitialValuesOfTheTable()
    {
        Assert.Equal([0x10, 0x00], _wires.Read(0x22, 2));
        Assert.Equal([0x01, 0x64, 0x00, 0x00], _wires.Read(0x25, 4));
        Assert.Equal([0x64, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20, 0x03], _wires.Read(0x2A, 8));
        Assert.Equal("LUNA"u8.ToArray(), _wires.Read(0x3C, 4));
        Assert.Equal(0, _wires.ReadLittle(0x08));
    }

    [Theory]
    [InlineData(0.2, 20)]
    [InlineData(3.456, 346)]
    [InlineData(6, 600)]
    public void Distance_OfATarget_IsInCentimetres(double metres, int centimetres)
    {
        _world.Ranges[Zone] = metres;
        _world.Reflecting = 0.9;
        Pass(10);
        Assert.Equal(centimetres, _wires.ReadLittle(0x00));
    }

    // Characteristics: 8 m at 90 % reflectivity, 2.5 m at 10 %; below an amplitude of 100 the distance is the dummy, 0.
    [Theory]
    [InlineData(7.9, 0.9, true)]
    [InlineData(8.8, 0.9, false)]
    [InlineData(2.5, 0.1, true)]
    [InlineData(3.0, 0.1, false)]
    public void Distance_BeyondTheReachOfItsReflectivity_IsTheDummyDistance(double metres, double reflectance, bool seen)
    {
        _world.Ranges[Zone] = metres;
        _world.Reflecting = reflectance;
        Pass(10);
        int amplitude = _wires.ReadLittle(0x02);
        Assert.Equal(seen, amplitude >= 100);
        Assert.Equal(seen ? (int)Math.Round(metres * 100) : 0, _wires.ReadLittle(0x00));
    }

    [Fact]
    public void Distance_WithNothingInSight_IsTheDummyDistance()
    {
        _world.Ranges[Zone] = double.PositiveInfinity;
        Pass(10);
        Assert.Equal(0, _wires.ReadLittle(0x00));
        Assert.Equal(0, _wires.ReadLittle(0x02));
    }

    [Fact]
    public void Distance_BeyondItsLimits_IsTheLimitAndNotForTheDummy()
    {
        _wires.Write(0x30, 0x64, 0x00);
        Pass(200);
        Assert.Equal(100, _wires.ReadLittle(0x00));
        _wires.Write(0x2C, 0xE7, 0x03);
        _world.Ranges[Zone] = double.PositiveInfinity;
        Pass(200);
        Assert.Equal(999, _wires.ReadLittle(0x00));
    }

    [Fact]
    public void Overexposure_SaysSoInTheAmplitude()
    {
        _chip.Overexposed = true;
        Pass(10);
        Assert.Equal(0xFFFF, _wires.ReadLittle(0x02));
        Assert.Equal(0, _wires.ReadLittle(0x00));
    }

    [Fact]
    public void Temperature_IsInHundredthsOfADegree() => Assert.Equal(4000, Passed().ReadLittle(0x04));

    [Theory]
    [InlineData(100, 10)]
    [InlineData(250, 4)]
    [InlineData(50, 20)]
    public void Output_AtEachRate_ComesOncePerPeriod(byte rate, int milliseconds)
    {
        _wires.Write(0x26, rate, 0x00);
        Pass(1000);
        List<int> ticks = [];
        for (int step = 0; step < 10 * milliseconds; step++)
        {
            Pass(1);
            ticks.Add(_wires.ReadLittle(0x06));
        }

        Assert.InRange(ticks.Distinct().Count(), 10, 11);
        Assert.All(ticks.Distinct().Zip(ticks.Distinct().Skip(1)), pair => Assert.Equal(milliseconds, (pair.Second - pair.First) & 0xFFFF));
    }

    [Fact]
    public void Rate_BeyondTheHighest_IsNotTaken()
    {
        _wires.Write(0x26, 0xFB, 0x00);
        Pass(200);
        Assert.Equal(100, _wires.ReadLittle(0x26));
    }

    // Section 6.3: to be read back no sooner than 100 ms after.
    [Fact]
    public void Setting_Written_StandsAfterItsProcessing()
    {
        _wires.Write(0x26, 0x32);
        Pass(99);
        Assert.Equal(0x64, _wires.Read(0x26));
        Pass(1);
        Assert.Equal(0x32, _wires.Read(0x26));
    }

    [Fact]
    public void TriggerMode_MeasuresOnceForEachTrigger()
    {
        _wires.Write(0x23, 0x01);
        Pass(100);
        int tick = _wires.ReadLittle(0x06);
        _world.Ranges[Zone] = 1;
        Pass(500);
        Assert.Equal(tick, _wires.ReadLittle(0x06));
        _wires.Write(0x24, 0x01);
        Pass(2);
        Assert.NotEqual(tick, _wires.ReadLittle(0x06));
        Assert.Equal(100, _wires.ReadLittle(0x00));
    }

    [Fact]
    public void Disabled_MeasuresNothing()
    {
        Pass(50);
        _wires.Write(0x25, 0x00);
        Pass(100);
        int tick = _wires.ReadLittle(0x06);
        Pass(500);
        Assert.Equal(tick, _wires.ReadLittle(0x06));
    }

    [Fact]
    public void Reboot_LosesWhatWasNotSaved()
    {
        _wires.Write(0x26, 0x32);
        Pass(100);
        _wires.Write(0x20, 0x01);
        _wires.Write(0x26, 0x0A);
        Pass(100);
        _wires.Write(0x21, 0x02);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _wires.Bus.Write(Address, [0], 1));
        Pass(500);
        Assert.Equal(0x32, _wires.Read(0x26));
        _wires.Write(0x29, 0x01);
        Assert.Equal(0x64, _wires.Read(0x26));
    }

    [Fact]
    public void Measurement_WrittenTo_DoesNotChange()
    {
        Pass(10);
        int distance = _wires.ReadLittle(0x00);
        _wires.Write(0x00, 0x55, 0x55);
        Assert.Equal(distance, _wires.ReadLittle(0x00));
    }

    private void Pass(int milliseconds) => _clock.AdvanceTo(_clock.Nanoseconds + (milliseconds * Millisecond));

    private Wires Passed()
    {
        Pass(10);
        return _wires;
    }
}
