using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Thermal;
using EdgeAI.Runtime.Time;

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

        input.Take(SampleOf(Eeprom()));
        Assert.False(_imager.IsEepromRefused);
    }

    /// <summary>An image rests on two pages, and is as uncertain as the worse of them, whichever came last.</summary>
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(FrameTime.UnknownNanoseconds)]
    public void Answer_AfterAPageOfAnUnknownClock_IsWithheldUntilItIsReplaced(long unknown)
    {
        List<(long Uncertainty, FrameFlags Flags)> published = [];
        _imager.TakeEeprom(Eeprom());
        VirtualClock clock = new();
        clock.AdvanceTo(1_500_000_000);
        StageRunner<Image> runner = new("warmth", _celsius, 1_000_000_000, new StageOutlet(1, 1, null, [new Watcher(published)]), clock);
        runner.AddInput(new ThermalPageStage(_imager));
        ISampleConsumer<Image> pages = runner.InputOf<Image>(0);

        Take(0, unknown, FrameFlags.Simulated);
        Take(1, 1000, FrameFlags.None);
        Assert.Equal((1, 0), (runner.TooOld, runner.Published));

        Take(0, 2000, FrameFlags.Simulated);
        Take(1, 1000, FrameFlags.None);
        Assert.Equal([(2000L, FrameFlags.Simulated), (2000L, FrameFlags.Simulated)], published);

        void Take(int subpage, long uncertainty, FrameFlags flags)
        {
            Image page = new(Mlx90640Page.Samples) { Width = Mlx90640Page.Width, Height = Mlx90640Page.Height, Stamp = new Stamp(1_000_000_000, uncertainty) };
            WorkedExample.Page().CopyTo(page.Samples, 0);
            page.Samples[Mlx90640Page.Subpage] = (short)subpage;
            pages.Take(new Sample<Image>(page, page.Stamp, new StreamId(2, 1), subpage, flags));
        }
    }

    private static Image Eeprom()
    {
        short[] words = WorkedExample.Eeprom();
        Image eeprom = new(words.Length) { Width = Mlx90640Page.Width, Height = Mlx90640Page.EepromHeight };
        words.CopyTo(eeprom.Samples, 0);
        return eeprom;
    }

    private static Sample<Image> SampleOf(Image image) => new(image, new Stamp(1_000_000_000, 1000), new StreamId(2, 2), 1, FrameFlags.None);

    private StageOutcome Process(Image page)
    {
        page.Width = Mlx90640Page.Width;
        page.Height = Mlx90640Page.Height;
        return new ThermalPageStage(_imager).Process(SampleOf(page), _celsius, out _);
    }

    private sealed class Watcher(List<(long Uncertainty, FrameFlags Flags)> published) : IStageObserver
    {
        public void Observe(in Sample<Message> output) => published.Add((output.Stamp.UncertaintyNanoseconds, output.Flags));
    }
}
