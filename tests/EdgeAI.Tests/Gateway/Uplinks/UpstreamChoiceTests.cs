using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class UpstreamChoiceTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReturnAfter = TimeSpan.FromMinutes(5);

    private readonly UpstreamChoice _choice = new(3, 2, Silence, ReturnAfter);

    [Fact]
    public void Failed_TwiceInARow_MovesOnInOrderAndRoundAgain()
    {
        foreach (int expected in (int[])[1, 2, 0])
        {
            Assert.False(_choice.Failed(default, "refused"));
            Assert.True(_choice.Failed(default, "refused"));
            Assert.Equal(expected, _choice.Current);
        }

        Assert.Equal("2 failures in a row, the last: refused", _choice.Reason);
        Assert.Equal(3, _choice.Switches);
    }

    [Fact]
    public void Acknowledged_BetweenFailures_StartsTheCountAnew()
    {
        Assert.False(_choice.Failed(default, ""));
        _choice.Acknowledged(default, moreWaits: false);
        Assert.False(_choice.Failed(default, ""));
        Assert.Equal(0, _choice.Current);
    }

    [Fact]
    public void Sent_NothingAcknowledged_IsSilentAfterTheTime()
    {
        _choice.Sent(TimeSpan.FromSeconds(10));
        _choice.Sent(TimeSpan.FromSeconds(60));
        Assert.False(_choice.IsSilent(TimeSpan.FromSeconds(69)));
        Assert.True(_choice.IsSilent(TimeSpan.FromSeconds(70)));
        Assert.Equal(TimeSpan.FromSeconds(70), _choice.NextDue);
        Assert.True(_choice.Failed(TimeSpan.FromSeconds(70), "silent"));
        Assert.Contains("no acknowledgement within 60 s", _choice.Reason, StringComparison.Ordinal);

        // With nothing on its way nobody is silent.
        _choice.Sent(TimeSpan.FromSeconds(80));
        _choice.Acknowledged(TimeSpan.FromSeconds(81), moreWaits: false);
        Assert.False(_choice.IsSilent(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Opened_AfterAFailedAttemptWithNothingSent_IsNotSilent()
    {
        Assert.False(_choice.Failed(default, "refused"));
        _choice.Opened();
        Assert.False(_choice.IsSilent(TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.MaxValue, _choice.NextDue);

        // What was sent and not acknowledged is still owed on the next connection.
        _choice.Sent(TimeSpan.FromSeconds(10));
        _choice.Opened();
        Assert.True(_choice.IsSilent(TimeSpan.FromSeconds(70)));
    }

    [Fact]
    public void ReturnIsDue_OnAnotherUpstream_AfterTheTimeAndAgainAfterAFailedTry()
    {
        Assert.False(_choice.ReturnIsDue(TimeSpan.FromHours(1)));
        _choice.Failed(default, "");
        _choice.Failed(default, "");
        Assert.False(_choice.ReturnIsDue(ReturnAfter - TimeSpan.FromTicks(1)));
        Assert.True(_choice.ReturnIsDue(ReturnAfter));
        _choice.ReturnFailed(ReturnAfter);
        Assert.False(_choice.ReturnIsDue(ReturnAfter));
        Assert.True(_choice.ReturnIsDue(2 * ReturnAfter));
        _choice.Returned();
        Assert.Equal(0, _choice.Current);
        Assert.False(_choice.ReturnIsDue(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Failed_OnlyOneUpstream_StaysThere()
    {
        UpstreamChoice only = new(1, 1, Silence, ReturnAfter);
        Assert.False(only.Failed(default, ""));
        Assert.False(only.IsSilent(TimeSpan.FromDays(1)));
        Assert.Equal(0, only.Current);
    }
}
