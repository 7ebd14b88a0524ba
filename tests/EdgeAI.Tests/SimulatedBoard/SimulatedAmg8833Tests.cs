using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the reference specification AMG88** (29 July 2019), its register description.</summary>
public sealed class SimulatedAmg8833Tests
{
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly Wires _wires;

    public SimulatedAmg8833Tests() => _wires = new Wires(new SimulatedAmg8833(_clock, _world), 0x69);

    [Fact]
    public void Registers_AfterReset_HoldTheInitialValues()
    {
        _wires.Write(0x01, 0x3F);
        Assert.Equal(new byte[0x80], _wires.Read(0x00, 0x80));
    }

    // "Temperature register": 12 bits, two's complement, 0.25 degC; the table's worked codes.
    [Theory]
    [InlineData(125, 0x1F4)]
    [InlineData(25, 0x064)]
    [InlineData(0.25, 0x001)]
    [InlineData(0, 0x000)]
    [InlineData(-0.25, 0xFFF)]
    [InlineData(-25, 0xF9C)]
    [InlineData(-55, 0xF24)]
    public void Pixel_AtTemperature_HasTheCodeOfTheTable(double celsius, int code)
    {
        _world.Pixel = (_, pixel) => pixel == 63 ? celsius : 22;
        Frame();
        Assert.Equal(code, _wires.ReadLittle(0x80 + (2 * 63)));
        Assert.Equal(88, _wires.ReadLittle(0x80));
    }

    // "Thermistor register": sign and 11 bits of 0.0625 degC; the table's worked codes.
    [Theory]
    [InlineData(127.9375, 0x7FF)]
    [InlineData(25, 0x190)]
    [InlineData(0.25, 0x004)]
    [InlineData(0, 0x000)]
    [InlineData(-0.25, 0x804)]
    [InlineData(-59.6875, 0xBBB)]
    public void Thermistor_AtTemperature_HasTheCodeOfTheTable(double celsius, int code)
    {
        _world.Body = celsius;
        Frame();
        Assert.Equal(code, _wires.ReadLittle(0x0E));
    }

    [Fact]
    public void Pixels_BurstOf128_AreOneFrameInRowOrder()
    {
        _world.Pixel = static (_, pixel) => 20 + (pixel * 0.25);
        Frame();
        byte[] frame = _wires.Read(0x80, 128);
        Assert.All(Enumerable.Range(0, 64), pixel => Assert.Equal(80 + pixel, frame[2 * pixel] | (frame[(2 * pixel) + 1] << 8)));
    }

    [Fact]
    public void Pixels_BetweenFrameBoundaries_DoNotChange()
    {
        _world.Pixel = static (t, _) => t / (100.0 * Millisecond);
        _wires.Write(0x01, 0x3F);
        Assert.Equal(0, _wires.ReadLittle(0x80));
        List<int> changes = [];
        int last = 0;
        for (int millisecond = 1; millisecond <= 1000; millisecond++)
        {
            _clock.AdvanceTo(millisecond * Millisecond);
            int code = _wires.ReadLittle(0x80);
            if (code != last)
            {
                changes.Add(millisecond);
                last = code;
            }
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(static frame => frame * 100), changes);
    }

    [Fact]
    public void Pixels_AtOneFramePerSecond_AreTheMeanOfTenInternalFrames()
    {
        _world.Pixel = static (t, _) => t / (100.0 * Millisecond);
        _wires.Write(0x01, 0x3F);
        _wires.Write(0x02, 0xFF);
        Assert.Equal(0x01, _wires.Read(0x02));
        _clock.AdvanceTo(999 * Millisecond);
        Assert.Equal(0, _wires.ReadLittle(0x80));
        _clock.AdvanceTo(1000 * Millisecond);

        // Frames at 100 to 1000 ms saw 1 to 10 degC: the mean is 5.5 degC.
        Assert.Equal(22, _wires.ReadLittle(0x80));
    }

    [Fact]
    public void Average_WithoutItsKeys_CannotBeSet()
    {
        _wires.Write(0x07, 0x20);
        Assert.Equal(0, _wires.Read(0x07));
        _wires.Write(0x1F, 0x50);
        _wires.Write(0x1F, 0x57);
        _wires.Write(0x07, 0x20);
        Assert.Equal(0, _wires.Read(0x07));
    }

    [Fact]
    public void Average_WithItsKeys_TakesTwoFramesTogether()
    {
        _wires.Write(0x1F, 0x50);
        _wires.Write(0x1F, 0x45);
        _wires.Write(0x1F, 0x57);
        _wires.Write(0x07, 0x20);
        _wires.Write(0x1F, 0x00);
        Assert.Equal(0x20, _wires.Read(0x07));
        _world.Pixel = static (t, _) => t >= 10_000 * Millisecond ? 30 : 20;
        _clock.AdvanceTo(10_000 * Millisecond);
        Assert.Equal(100, _wires.ReadLittle(0x80));
        _clock.AdvanceTo(10_100 * Millisecond);
        Assert.Equal(120, _wires.ReadLittle(0x80));
        _wires.Write(0x07, 0x00);
        Assert.Equal(0x20, _wires.Read(0x07));
    }

    [Fact]
    public void Sleep_OnlyPowerControlAnswers_AndOnlyNormalIsAccepted()
    {
        Frame();
        _wires.Write(0x00, 0x10);
        Assert.Equal(0, _wires.ReadLittle(0x80));
        _wires.Write(0x02, 0x01);
        _wires.Write(0x00, 0x21);
        Assert.Equal(0x10, _wires.Read(0x00));
        _wires.Write(0x00, 0x00);
        Assert.Equal(0x00, _wires.Read(0x00));
        Assert.Equal(0x00, _wires.Read(0x02));
    }

    [Fact]
    public void Wake_WithoutInitialReset_GivesNoNewFrames()
    {
        Frame();
        _wires.Write(0x00, 0x10);
        _wires.Write(0x00, 0x00);
        _world.Pixel = static (_, _) => 40;
        Frame();
        Assert.Equal(88, _wires.ReadLittle(0x80));

        _wires.Write(0x01, 0x3F);
        _wires.Write(0x01, 0x30);
        Frame();
        Assert.Equal(160, _wires.ReadLittle(0x80));
    }

    [Fact]
    public void StandBy_TenSeconds_UpdatesEveryTenSeconds()
    {
        _wires.Write(0x00, 0x21);
        _world.Pixel = static (_, _) => 40;
        _clock.AdvanceTo(9_999 * Millisecond);
        Assert.Equal(88, _wires.ReadLittle(0x80));
        _clock.AdvanceTo(10_000 * Millisecond);
        Assert.Equal(160, _wires.ReadLittle(0x80));
    }

    [Fact]
    public void PowerControl_UnknownValue_IsIgnored()
    {
        _wires.Write(0x00, 0x42);
        Assert.Equal(0, _wires.Read(0x00));
    }

    [Fact]
    public void PowerOn_FirstFiftyMilliseconds_AddressIsNotAcknowledged()
    {
        _wires.Bus.Unplug(0x69);
        _wires.Bus.Plug(0x69);
        _clock.AdvanceTo(49 * Millisecond);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _wires.Bus.Write(0x69, [0], 1));
        _clock.AdvanceTo(50 * Millisecond);
        Assert.Equal(0, _wires.ReadLittle(0x80));
        _clock.AdvanceTo(100 * Millisecond);
        Assert.Equal(88, _wires.ReadLittle(0x80));
    }

    [Fact]
    public void Status_BeyondTheCodes_TellsWhichOverflowed()
    {
        _world.Pixel = static (_, pixel) => pixel == 5 ? 600 : 22;
        Frame();
        Assert.Equal(0x04, _wires.Read(0x04));
        Assert.Equal(0x7FF, _wires.ReadLittle(0x80 + 10));
        _wires.Write(0x05, 0x04);
        _world.Pixel = static (_, _) => 22;
        _world.Body = 130;
        Frame();
        Assert.Equal(0x08, _wires.Read(0x04));
        _world.Body = 25;
        _wires.Write(0x01, 0x30);
        Frame();
        Assert.Equal(0, _wires.Read(0x04));
    }

    [Fact]
    public void Interrupt_PixelAboveItsLevel_SetsFlagAndTableUntilCleared()
    {
        // Absolute mode, upper level 30 degC (0x078), lower level -10 degC (0xFD8), hysteresis 1 degC.
        _wires.Write(0x08, 0x78, 0x00, 0xD8, 0xFF, 0x04, 0x00);
        Assert.Equal([0x78, 0x00, 0xD8, 0x0F, 0x04, 0x00], _wires.Read(0x08, 6));
        _wires.Write(0x03, 0x03);
        Frame();
        Assert.Equal(0, _wires.Read(0x04));
        _world.Pixel = static (_, pixel) => pixel == 17 ? 31 : 22;
        Frame();
        Assert.Equal(0x02, _wires.Read(0x04));
        Assert.Equal([0, 0, 0x02, 0, 0, 0, 0, 0], _wires.Read(0x10, 8));
        _world.Pixel = static (_, _) => 22;
        _wires.Write(0x05, 0x02);
        Frame();
        Assert.Equal(0, _wires.Read(0x04));
        Assert.Equal(new byte[8], _wires.Read(0x10, 8));
    }

    private void Frame() => _clock.AdvanceTo(_clock.Nanoseconds + (100 * Millisecond));
}
