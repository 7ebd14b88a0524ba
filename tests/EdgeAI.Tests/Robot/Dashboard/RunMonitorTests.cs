using EdgeAI.Device.Messages;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Outbound;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot.Dashboard;

/// <summary>The display and the live view look at one robot from threads of their own.</summary>
public sealed class RunMonitorTests
{
    private const int Records = 20_000;

    [Fact]
    public async Task News_TwoThreadsLookWhileTheRobotSpeaks_EveryRecordIsToldOnceAndWhole()
    {
        using TemporaryProfile folder = new(static text => text + " ");
        Assert.True(ProfileLoader.TryLoad(folder.Path, out Profile? profile, out _));
        using BoardEnds ends = BoardEnds.InMemory(profile);
        using RobotParts parts = new(profile, ends, new MonotonicClock(), replaying: false);
        RunOptions options = new() { Profile = folder.Path, Spool = Path.Combine(folder.Folder, "spool"), GatewayPort = 0, CityPort = 0 };
        await using DeliveryChain delivery = await DeliveryChain.StartAsync(parts, options);
        RunMonitor monitor = new("a test", parts, delivery, [], static () => 0, static () => null, null, static () => []);

        bool isOver = false;
        Task<List<string>>[] looking = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(Look, TaskCreationOptions.LongRunning))];
        for (int number = 0; number < Records; number++)
        {
            parts.Health.Say(HealthCode.ThreadSilent, LogLevel.Warning, true, "thread", "graph", "is silent for", number, "ms");
        }

        Volatile.Write(ref isOver, true);
        List<string>[] told = await Task.WhenAll(looking);
        string[] all = [.. told.SelectMany(static lines => lines), .. monitor.News()];
        Assert.All(all, static line => Assert.Matches(@"^robot [\d.]+ s warning \d+: thread 'graph' is silent for \d+ ms$", line));
        Assert.Equal(Records - parts.Health.Log.Ledger.Dropped, all.Length);
        Assert.Equal(all.Length, all.Select(static line => line.Split(' ')[^2]).Distinct().Count());

        List<string> Look()
        {
            List<string> lines = [];
            while (!Volatile.Read(ref isOver))
            {
                lines.AddRange(monitor.News());
                Assert.InRange(monitor.Snapshot().LatestNews.Count, 0, 4);
            }

            return lines;
        }
    }
}
