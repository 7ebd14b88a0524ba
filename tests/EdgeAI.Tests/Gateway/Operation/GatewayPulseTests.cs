using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Gateway.Operation;

public sealed class GatewayPulseTests
{
    private readonly ManualTime _time = new();
    private readonly GatewayPulse _pulse;
    private double _seconds;

    public GatewayPulseTests() => _pulse = new GatewayPulse(_time, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));

    [Fact]
    public void Stalled_NothingWaits_IsNever()
    {
        Observe(0, new BrokerStatistics());
        Observe(1000, new BrokerStatistics());
        Assert.Null(_pulse.Stalled);
    }

    [Fact]
    public void Stalled_PublishesWaitAndNoneIsAnswered_IsTheTimeSinceTheLastAnswer()
    {
        Observe(0, new BrokerStatistics { InFlight = 1 });
        Observe(20, new BrokerStatistics { InFlight = 5, Acknowledged = 1 });
        Observe(50, new BrokerStatistics { InFlight = 5, Acknowledged = 1 });
        Assert.Null(_pulse.Stalled);
        Observe(51, new BrokerStatistics { InFlight = 5, Acknowledged = 1 });
        Assert.Equal(TimeSpan.FromSeconds(31), _pulse.Stalled);
        Observe(52, new BrokerStatistics { InFlight = 5, Acknowledged = 2 });
        Assert.Null(_pulse.Stalled);
    }

    [Fact]
    public void Stalled_RefusalsThatNeverReachedTheWriter_AreNoProgressOfTheWriter()
    {
        for (int second = 0; second <= 31; second++)
        {
            Observe(second, new BrokerStatistics { InFlight = 5, Refused = second }, new SpoolStatistics { InWriter = 5, Settled = 7 });
        }

        Assert.Equal(TimeSpan.FromSeconds(31), _pulse.Stalled);
        Observe(32, new BrokerStatistics { InFlight = 5, Refused = 32 }, new SpoolStatistics { InWriter = 4, Settled = 8 });
        Assert.Null(_pulse.Stalled);
    }

    [Fact]
    public void Stalled_NobodyLooksAnyMore_IsTheTimeSinceTheLastLook()
    {
        Observe(0, new BrokerStatistics());
        _time.Pass(TimeSpan.FromSeconds(30));
        Assert.Null(_pulse.Stalled);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(31), _pulse.Stalled);
        Assert.True(_pulse.IsBlind);
        _seconds = 31;
        Observe(32, new BrokerStatistics());
        Assert.Null(_pulse.Stalled);
        Assert.False(_pulse.IsBlind);
    }

    [Fact]
    public void IsFull_RefusedForRoom_LastsAWhile()
    {
        Observe(0, spool: new SpoolStatistics());
        Assert.False(_pulse.IsFull);
        Observe(1, spool: new SpoolStatistics { RefusedFull = 1 });
        Assert.True(_pulse.IsFull);
        Observe(12, spool: new SpoolStatistics { RefusedFull = 1 });
        Assert.False(_pulse.IsFull);
    }

    [Fact]
    public void DiskFails_FailedCommit_LastsUntilOneSucceeds()
    {
        Observe(0, spool: new SpoolStatistics { Commits = 4 });
        Observe(1, spool: new SpoolStatistics { Commits = 4, FailedCommits = 1 });
        Assert.True(_pulse.DiskFails);
        Observe(2, spool: new SpoolStatistics { Commits = 5, FailedCommits = 1 });
        Assert.False(_pulse.DiskFails);
    }

    private void Observe(double seconds, BrokerStatistics? broker = null, SpoolStatistics? spool = null)
    {
        _time.Pass(TimeSpan.FromSeconds(seconds - _seconds));
        _seconds = seconds;
        _pulse.Observe(new GatewayStatistics(broker ?? new BrokerStatistics(), spool ?? new SpoolStatistics(), new UplinkStatistics()));
    }
}
