using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Replay;

public sealed class ReplayPaceTests
{
    private readonly VirtualClock _clock = new();

    [Theory]
    [InlineData(1, 8_000)]
    [InlineData(2.5, 3_200)]
    [InlineData(0.5, 16_000)]
    [InlineData(0, 0)]
    public void Wait_AtASpeed_TakesThatPartOfTheRecordedTime(double speed, double milliseconds)
    {
        ReplayPace pace = new(_clock, speed, Rest);
        Assert.True(pace.Wait(5_000_000_000));
        Assert.Equal(0, _clock.Nanoseconds);
        Assert.True(pace.Wait(9_000_000_000));
        Assert.True(pace.Wait(13_000_000_000));

        // A wait of less than a millisecond is none.
        Assert.InRange(_clock.Nanoseconds / 1e6, milliseconds - 1, milliseconds);
    }

    [Fact]
    public void Wait_WhenPlayingFellBehind_DoesNotWaitUntilItHasCaughtUp()
    {
        ReplayPace pace = new(_clock, 1, Rest);
        pace.Wait(0);
        _clock.AdvanceTo(3_000_000_000);
        pace.Wait(1_000_000_000);
        pace.Wait(2_000_000_000);
        Assert.Equal(3_000_000_000, _clock.Nanoseconds);
        pace.Wait(4_000_000_000);
        Assert.InRange(_clock.Nanoseconds, 3_999_000_000, 4_000_000_000);
    }

    [Fact]
    public void Wait_WhenAskedToEnd_EndsInTheMiddle()
    {
        ReplayPace pace = new(_clock, 1, static _ => false);
        Assert.True(pace.Wait(0));
        Assert.False(pace.Wait(long.MaxValue / 4));
    }

    private bool Rest(TimeSpan duration)
    {
        _clock.Advance(duration);
        return true;
    }
}
