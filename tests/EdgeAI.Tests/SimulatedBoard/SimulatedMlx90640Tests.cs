using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet 3901090640, rev. 11: registers (10.6), patterns (10.4), timing, and its worked example (11.2.2).</summary>
public sealed class SimulatedMlx90640Tests
{
    private const byte Address = 0x33;
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedI2cBus _bus = new();
    private readonly SimulatedMlx90640 _chip;
    private readonly ushort[] _eeprom = Mlx90640Eeprom.Generate(5);

    public SimulatedMlx90640Tests()
    {
        _chip = new SimulatedMlx90640(_clock, _world, _eeprom);
        _bus.Attach(Address, _chip);
    }

    [Fact]
    public void Registers_AfterPowerOn_HoldTheResetValues()
    {
        Assert.Equal(0x0000, Word(0x8000));
        Assert.Equal(0x1901, Word(0x800D));
        Assert.Equal(0x0000, Word(0x800F));
        Assert.Equal(0, Word(0x0400));
    }

    [Fact]
    public void Eeprom_ReadInOneBurst_IsTheGivenWords()
    {
        byte[] bytes = new byte[2 * 832];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, [0x24, 0x00], 2, bytes, bytes.Length));
        Assert.Equal(_eeprom, Enumerable.Range(0, 832).Select(word => (ushort)((bytes[2 * word] << 8) | bytes[(2 * word) + 1])));
    }

    [Fact]
    public void Eeprom_OfAnotherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new SimulatedMlx90640(_clock, _world, new ushort[831]));

    // 40 ms after power-on and one period later; 2 Hz by default.
    [Fact]
    public void Status_FirstMeasurement_ComesAfterStartAndOnePeriod()
    {
        Pass(539);
        Assert.Equal(0x0000, Word(0x8000));
        Pass(1);
        Assert.Equal(0x0008, Word(0x8000));
        WriteWord(0x8000, 0x0000);
        Assert.Equal(0x0000, Word(0x8000));
        Pass(500);
        Assert.Equal(0x0009, Word(0x8000));
    }

    [Theory]
    [InlineData(0, 2000)]
    [InlineData(3, 250)]
    [InlineData(6, 31.25)]
    [InlineData(7, 15.625)]
    public void Rate_AtEachSetting_IsThePeriodOfOneSubpage(int rate, double milliseconds)
    {
        Pass(100);
        WriteWord(0x800D, 0x1801 | (rate << 7));
        _clock.AdvanceTo(_clock.Nanoseconds + (long)(milliseconds * Millisecond) - 1);
        Assert.Equal(0, Word(0x8000) & 8);
        _clock.AdvanceTo(_clock.Nanoseconds + 1);
        Assert.Equal(8, Word(0x8000) & 8);
    }

    [Theory]
    [InlineData(0x1901, true)]
    [InlineData(0x0901, false)]
    public void Subpage_InEachPattern_CoversItsHalf(int control, bool chess)
    {
        Pass(40);
        WriteWord(0x800D, control);
        Pass(500);
        int subpage = Word(0x8000) & 7;
        ushort[] pixels = Pixels();
        for (int pixel = 0; pixel < 768; pixel++)
        {
            int row = pixel / 32;
            int member = chess ? (row + pixel) & 1 : row & 1;
            Assert.True((pixels[pixel] != 0) == (member == subpage) || pixels[pixel] == 0, $"pixel {pixel}");
        }

        Assert.InRange(pixels.Count(static word => word != 0), 370, 384);
    }

    [Fact]
    public void Repeat_OfOneSubpage_MeasuresNoOther()
    {
        Pass(40);
        WriteWord(0x800D, 0x1901 | 0x0008 | 0x0010);
        for (int period = 0; period < 4; period++)
        {
            Pass(500);
            Assert.Equal(0x0009, Word(0x8000));
        }
    }

    [Fact]
    public void DataHold_WithoutOverwrite_KeepsTheRam()
    {
        Pass(540);
        WriteWord(0x800D, 0x1905);
        WriteWord(0x8000, 0x0000);
        Pass(2000);
        Assert.Equal(0, Word(0x8000) & 8);
        WriteWord(0x8000, 0x0010);
        Pass(500);
        Assert.Equal(0x0018, Word(0x8000) & 0x18);
    }

    // The worked example: at 39.184 degC and 3.319 V the supply word is 0xCCC5, V_PTAT 0x06AF, V_BE 0x4BF2, the gain word 0x1881.
    [Fact]
    public void AuxiliaryWords_InTheWorkedExample_AreItsNumbers()
    {
        _chip.Volts = 3.31862;
        _world.Body = 39.18440152;
        Pass(540);
        Assert.Equal(-13115, (short)Word(0x072A));
        Assert.Equal(0x06AF, Word(0x0720));
        Assert.InRange((int)Word(0x0700), 0x4BF2 - 12, 0x4BF2 + 12);
        Assert.Equal(0x1881, Word(0x070A));
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    [InlineData(3, 2)]
    public void Resolution_AtEachSetting_ScalesEveryWord(int resolution, double factor)
    {
        _world.Spot = static (_, _) => 80;
        Pass(1040);
        int gain = Word(0x070A);
        int pixel = (short)Word(0x0400 + 100);
        WriteWord(0x800D, 0x1101 | (resolution << 10));
        Pass(1000);
        Assert.Equal(gain * factor, Word(0x070A), 1.0);
        Assert.Equal(pixel * factor, (short)Word(0x0400 + 100), 2.5);
    }

    // Section 11.2.2.5: a surface at the chip's own temperature sends what it takes: the offset alone is left, over the gain.
    [Fact]
    public void Pixel_AtTheTemperatureOfTheChip_IsItsOffset()
    {
        (_world.Body, _chip.Emissivity, _chip.ReflectedBelowAmbient) = (25, 1, 0);
        _world.Spot = static (_, _) => 25;
        Pass(1040);
        ushort[] pixels = Pixels();
        int row = 7;
        int column = 11;
        int offset = (short)_eeprom[0x11] + (Nibble(0x12, row) * 4) + (Nibble(0x18, column) * 2) + ((short)_eeprom[0x40 + (32 * row) + column] >> 10);
        Assert.Equal(offset / (6383.0 / 6273), (short)pixels[(32 * row) + column], 0.51);
    }

    [Fact]
    public void Pixel_OfOneDegreeMore_GivesAboutTenCounts()
    {
        Pass(1040);
        ushort[] before = Pixels();
        _world.Spot = static (_, _) => 23;
        Pass(1000);
        ushort[] after = Pixels();
        Assert.All(Enumerable.Range(0, 768), pixel => Assert.InRange((short)after[pixel] - (short)before[pixel], 5, 14));
    }

    [Fact]
    public void Status_BitsThatAreReadOnly_CannotBeSet()
    {
        WriteWord(0x8000, 0x000F);
        Assert.Equal(0, Word(0x8000));
        WriteWord(0x2400, 0x1234);
        Assert.Equal(_eeprom[0], Word(0x2400));
    }

    private int Nibble(int word, int index) => (short)(_eeprom[word + (index / 4)] << (12 - (4 * (index % 4)))) >> 12;

    private void Pass(int milliseconds) => _clock.AdvanceTo(_clock.Nanoseconds + (milliseconds * Millisecond));

    private ushort[] Pixels()
    {
        byte[] bytes = new byte[2 * 768];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, [0x04, 0x00], 2, bytes, bytes.Length));
        return [.. Enumerable.Range(0, 768).Select(word => (ushort)((bytes[2 * word] << 8) | bytes[(2 * word) + 1]))];
    }

    private ushort Word(int register)
    {
        byte[] bytes = new byte[2];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, [(byte)(register >> 8), (byte)register], 2, bytes, 2));
        return (ushort)((bytes[0] << 8) | bytes[1]);
    }

    private void WriteWord(int register, int value) =>
        Assert.Equal(BusStatus.Ok, _bus.Write(Address, [(byte)(register >> 8), (byte)register, (byte)(value >> 8), (byte)value], 4));
}
