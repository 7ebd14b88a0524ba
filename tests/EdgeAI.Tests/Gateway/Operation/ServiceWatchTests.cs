using EdgeAI.Gateway.Operation;

namespace EdgeAI.Tests.Gateway.Operation;

public sealed class ServiceWatchTests
{
    [Fact]
    public async Task Watchdog_GatewayProgresses_IsFedAndOtherwiseNot()
    {
        HeardNotifier heard = new();
        bool progresses = false;
        int asked = 0;
        using ServiceWatch watch = new(
            heard,
            "20000",
            () =>
            {
                Interlocked.Increment(ref asked);
                return Volatile.Read(ref progresses);
            },
            TimeProvider.System);
        watch.Ready();
        await Eventually.HoldsAsync(() => Volatile.Read(ref asked) > 2, "the watch asks");
        Assert.Equal(["READY=1"], heard.States);
        Volatile.Write(ref progresses, true);
        await Eventually.HoldsAsync(() => heard.States.Contains("WATCHDOG=1"), "the watchdog is fed");
        watch.Stopping();
        Assert.Contains("STOPPING=1", heard.States);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("rubbish")]
    public void Watchdog_NotAskedFor_IsNeverFed(string? microseconds)
    {
        HeardNotifier heard = new();
        using ServiceWatch watch = new(heard, microseconds, () => true, TimeProvider.System);
        watch.Ready();
        Assert.Equal(["READY=1"], heard.States);
    }
}
