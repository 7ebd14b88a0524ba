using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Thermal;

namespace EdgeAI.Tests.Runtime.Thermal;

public sealed class Mlx90640ImagerTests
{
    private readonly Mlx90640Imager _imager = new(1, 31);
    private readonly Image _celsius = new(Mlx90640Registers.Pixels);

    [Fact]
    public void Take_BothSubpages_FillsAnImageInHundredths()
    {
        Assert.Equal(Mlx90640Refusal.None, _imager.TakeEeprom(Eeprom(WorkedExample.Eeprom())));
        Assert.Equal(Mlx90640Refusal.NeedsOtherSubpage, _imager.Take(Page(0, 1_000_000_000), _celsius));
        Assert.Equal(Mlx90640Refusal.None, _imager.Take(Page(1, 1_125_000_000), _celsius));
        Assert.Equal((32, 24, Unit.DegreeCelsius, -2), (_celsius.Width, _celsius.Height, _celsius.Scale.Unit, (int)_celsius.Scale.Exponent));
        Assert.InRange(_celsius.Samples[WorkedExample.Pixel], (short)8000, (short)8050);
        Assert.Equal(0, _imager.ReplacedPixels);

        Assert.Equal(1_125_000_000, _celsius.Stamp.Nanoseconds);
        Assert.Equal(10_000_000, _celsius.Stamp.UncertaintyNanoseconds);
        Assert.Equal(1_000_000_000, _imager.OldestNanoseconds);
    }

    [Fact]
    public void Take_BeforeTheEeprom_IsNotCalibrated() => Assert.Equal(Mlx90640Refusal.NotCalibrated, _imager.Take(Page(0, 0), _celsius));

    [Theory]
    [InlineData(0)]
    [InlineData(0x08A1)]
    public void Take_FailedOrOutlyingPixel_TakesTheMeanOfItsNeighbours(int word)
    {
        short[] eeprom = WorkedExample.Eeprom();
        eeprom[0x40 + WorkedExample.Pixel] = (short)word;
        _imager.TakeEeprom(Eeprom(eeprom));
        _imager.Take(Page(0, 0), _celsius);
        Image second = Page(1, 125_000_000);
        Assert.Equal(Mlx90640Refusal.None, _imager.Take(second, _celsius));
        Assert.Equal(1, _imager.ReplacedPixels);
        int at = WorkedExample.Pixel;
        double mean = (_celsius.Samples[at - 32] + _celsius.Samples[at + 32] + _celsius.Samples[at - 1] + _celsius.Samples[at + 1]) / 4.0;
        Assert.Equal(mean, _celsius.Samples[at], 1.0);
    }

    [Theory]
    [InlineData(Mlx90640Page.Vdd, -9000, Mlx90640Refusal.SupplyOutOfRange)]
    [InlineData(Mlx90640Page.Ptat, 3000, Mlx90640Refusal.AmbientOutOfRange)]
    [InlineData(Mlx90640Page.Subpage, 2, Mlx90640Refusal.BadPage)]
    [InlineData(Mlx90640Page.Gain, 0, Mlx90640Refusal.BadPage)]
    public void Take_ImpossibleCommonValue_IsRefusedByName(int at, int value, Mlx90640Refusal expected)
    {
        _imager.TakeEeprom(Eeprom(WorkedExample.Eeprom()));
        Image page = Page(0, 0);
        page.Samples[at] = (short)value;
        Assert.Equal(expected, _imager.Take(page, _celsius));
    }

    [Fact]
    public void TakeEeprom_ErasedOrEmpty_IsRefused()
    {
        Assert.Equal(Mlx90640Refusal.BadEeprom, _imager.TakeEeprom(Eeprom(new short[Mlx90640Registers.EepromWords])));
        short[] erased = new short[Mlx90640Registers.EepromWords];
        Array.Fill(erased, (short)-1);
        Assert.Equal(Mlx90640Refusal.BadEeprom, _imager.TakeEeprom(Eeprom(erased)));
        Assert.Equal(Mlx90640Refusal.WrongShape, _imager.TakeEeprom(Page(0, 0)));
    }

    /// <summary>Whatever words arrive, the answer is a name or an image, never an exception.</summary>
    [Fact]
    public void Take_RandomWords_IsNamedAndNeverThrows()
    {
        Random random = new(20261123);
        short[] eeprom = new short[Mlx90640Registers.EepromWords];
        int images = 0;
        for (int round = 0; round < 500; round++)
        {
            if (round % 2 == 0)
            {
                random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(eeprom.AsSpan()));
                _imager.TakeEeprom(Eeprom(eeprom));
            }
            else
            {
                _imager.TakeEeprom(Eeprom(WorkedExample.Eeprom()));
            }

            for (int subpage = 0; subpage < 2; subpage++)
            {
                Image page = Page(subpage, round);
                int from = random.Next(Mlx90640Registers.Pixels);
                int to = round % 3 == 0 ? Mlx90640Registers.Pixels : Math.Min(from + 5, Mlx90640Registers.Pixels);
                random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(page.Samples.AsSpan(from, to - from)));
                images += _imager.Take(page, _celsius) == Mlx90640Refusal.None ? 1 : 0;
            }
        }

        Assert.True(images > 0, "no image came through: the test proves nothing of the conversion");
    }

    [Fact]
    public void Take_SteadyState_AllocatesNothing()
    {
        Image eeprom = Eeprom(WorkedExample.Eeprom());
        Image[] pages = [Page(0, 0), Page(1, 1)];
        _imager.TakeEeprom(eeprom);
        _imager.Take(pages[0], _celsius);
        _imager.Take(pages[1], _celsius);
        AllocationMeter meter = AllocationMeter.Start();
        for (int i = 0; i < 100; i++)
        {
            _imager.TakeEeprom(eeprom);
            _imager.Take(pages[i & 1], _celsius);
        }

        Assert.Equal(0, meter.Bytes);
    }

    private static Image Eeprom(short[] words)
    {
        Image image = new(words.Length) { Width = 32, Height = 26 };
        words.CopyTo(image.Samples, 0);
        return image;
    }

    private static Image Page(int subpage, long nanoseconds)
    {
        Image image = new(Mlx90640Page.Samples) { Width = 32, Height = 25, Stamp = new Stamp(nanoseconds, 10_000_000) };
        WorkedExample.Page().CopyTo(image.Samples, 0);
        image.Samples[Mlx90640Page.Subpage] = (short)subpage;
        return image;
    }
}
