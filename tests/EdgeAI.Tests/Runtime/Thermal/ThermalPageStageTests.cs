using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Thermal;

namespace EdgeAI.Tests.Runtime.Thermal;

public sealed class ThermalPageStageTests
{
    private readonly Mlx90640Imager _imager = new(1, 31);
    private readonly Image _celsius = new(Mlx90640Registers.Pixels);

    [Fact]
    public void Process_BeforeTheEeprom_NeedsMore() => Assert.Equal(StageOutcome.NeedsMore, Process(new Image(Mlx90640Page.Samples)));

    [Fact]
    public void Process_AfterARefusedEeprom_IsUnusable()
    {
        ThermalEepromInput input = new(_imager);
        input.Take(SampleOf(new Image(Mlx90640Registers.EepromWords) { Width = Mlx90640Page.Width, Height = Mlx90640Page.EepromHeight }));
        Assert.Equal(StageOutcome.Unusable, Process(new Image(Mlx90640Page.Samples)));

        short[] words = WorkedExample.Eeprom();
        Image sound = new(words.Length) { Width = Mlx90640Page.Width, Height = Mlx90640Page.EepromHeight };
        words.CopyTo(sound.Samples, 0);
        input.Take(SampleOf(sound));
        Assert.False(_imager.IsEepromRefused);
    }

    private static Sample<Image> SampleOf(Image image) => new(image, new Stamp(1_000_000_000, 1000), new StreamId(2, 2), 1, FrameFlags.None);

    private StageOutcome Process(Image page)
    {
        page.Width = Mlx90640Page.Width;
        page.Height = Mlx90640Page.Height;
        return new ThermalPageStage(_imager).Process(SampleOf(page), _celsius, out _);
    }
}
