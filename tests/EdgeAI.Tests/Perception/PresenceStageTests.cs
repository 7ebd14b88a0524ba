using EdgeAI.Device.Messages;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class PresenceStageTests
{
    private readonly PresenceStage _stage = new(new PresenceOptions { HeartbeatReadings = 5 });
    private readonly PerceptionEvent _event = new();

    [Fact]
    public void Presence_EmptyRoom_IsPublishedOnceThenAtEachHeartbeat()
    {
        StageOutcome[] outcomes = [.. Enumerable.Range(0, 11).Select(_ => Feed(warmPixels: 0, excess: 0))];
        Assert.Equal([0, 5, 10], Enumerable.Range(0, 11).Where(reading => outcomes[reading] == StageOutcome.Decided));
        Assert.False(_event.Active);
        Assert.Equal(PerceptionEventKind.Presence, _event.Kind);
    }

    [Theory]
    [InlineData(2, 40, false, "two pixels are too few")]
    [InlineData(3, 7, false, "1.75 K is too little")]
    [InlineData(3, 8, true, "three pixels at 2 K")]
    public void Presence_WarmPixels_BeginAtCountAndThreshold(int pixels, int excess, bool expected, string because)
    {
        Feed(0, 0);
        Feed(pixels, excess);
        Assert.True(_event.Active == expected, because);
    }

    [Fact]
    public void Presence_OnceActive_EndsOnlyBelowTheLowerThreshold()
    {
        Feed(0, 0);
        Assert.Equal(StageOutcome.Decided, Feed(4, 12));
        Assert.True(_event.Active);
        Assert.Equal(12, _event.Value);
        Assert.Equal(Unit.DegreeCelsius, _event.Scale.Unit);
        Assert.Equal(StageOutcome.NeedsMore, Feed(4, 5));
        Assert.Equal(StageOutcome.Decided, Feed(4, 4));
        Assert.False(_event.Active);
        Assert.Equal(StageOutcome.NeedsMore, Feed(4, 7));
    }

    [Fact]
    public void Presence_WarmerRoom_ChangesNothing()
    {
        Feed(0, 0);
        Assert.Equal(StageOutcome.NeedsMore, Feed(0, 0, background: 140));
    }

    [Fact]
    public void Presence_ImageThatDoesNotFit_IsUnusable()
    {
        Image counts = Thermal(0, 0, 80);
        counts.Scale = new Scale(1, 0, Unit.Count);
        Image empty = Thermal(0, 0, 80);
        empty.Width = 0;
        Image huge = Thermal(0, 0, 80);
        huge.Width = int.MaxValue;
        huge.Height = int.MaxValue;
        Image unscaled = Thermal(0, 0, 80);
        unscaled.Scale = new Scale(25, 99, Unit.DegreeCelsius);
        foreach (Image image in new[] { counts, empty, huge, unscaled })
        {
            Assert.Equal(StageOutcome.Unusable, _stage.Process(Readings.Of(image, 0, 0), _event, out _));
        }
    }

    [Fact]
    public void Presence_InTheSteadyState_AllocatesNothing()
    {
        Sample<Image> sample = Readings.Of(Thermal(5, 20, 80), 0, 0);
        Assert.Equal(0, Allocation.Of(() => _stage.Process(sample, _event, out _)));
    }

    [Fact]
    public void Presence_ThresholdsTheWrongWayRound_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PresenceStage(new PresenceOptions { BeginKelvin = 1, EndKelvin = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PresenceStage(new PresenceOptions { MinPixels = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PresenceStage(new PresenceOptions { HeartbeatReadings = 0 }));
    }

    private static Image Thermal(int warmPixels, int excess, int background)
    {
        Image image = new(64) { Width = 8, Height = 8, Scale = new Scale(25, -2, Unit.DegreeCelsius) };
        Array.Fill(image.Samples, (short)background);
        for (int pixel = 0; pixel < warmPixels; pixel++)
        {
            image.Samples[(pixel * 9) % 64] += (short)excess;
        }

        return image;
    }

    private StageOutcome Feed(int warmPixels, int excess, int background = 80) =>
        _stage.Process(Readings.Of(Thermal(warmPixels, excess, background), 0, 0), _event, out _);
}
