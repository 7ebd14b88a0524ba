using EdgeAI.Device.Messages;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Runtime.Boards;
using EdgeAI.Tests.Runtime.Boards;

namespace EdgeAI.Tests.Robot.Dashboard;

public sealed class BoardWatchTests
{
    private readonly ConversationBench _bench = new(LinkWeather.Still, seed: 1) { IsBoardSlow = false };
    private readonly BoardWatch _watch;

    public BoardWatchTests()
    {
        BoardExpectation expectation = new()
        {
            Board = 3,
            Name = "left_hand",
            Streams =
            [
                new StreamExpectation { Stream = 4, Name = "force", ReadingType = MessageType.ForceStamped, PeriodMicroseconds = 10_000 },
                new StreamExpectation { Stream = 9, Name = "palm", ReadingType = MessageType.TactileArray, FrameName = "l_palm" },
            ],
        };
        _watch = new BoardWatch(_bench.Conversation, expectation);
    }

    [Fact]
    public void News_HelloDiffersFromTheProfile_IsToldOnceWithALineForEachDifference()
    {
        Assert.Empty(_watch.News());
        Assert.Null(_watch.Row().Serial);
        _bench.Run(2);
        Assert.Equal("A1", _watch.Row().Serial);
        Assert.Equal(["board 3 (left_hand), stream 9 (palm): is expressed in 'palm', expected 'l_palm': flash the board with this profile, or correct the profile"], _watch.News());
        Assert.Empty(_watch.News());
        Assert.Single(_watch.Row().Mismatches);

        // The next boot says the same: that is no news.
        _bench.Reboot(8, uptime: 0);
        _bench.Run(2);
        Assert.Empty(_watch.News());
    }

    [Fact]
    public void News_Log_ShowsWarningsAndErrorsWithTheirInstant()
    {
        _bench.Run(2);
        Assert.NotEmpty(_watch.News());
        _bench.Control.Log(LogLevel.Information, 1, "all well");
        _bench.Control.Log(LogLevel.Warning, 17, "supply at 4.4 V");
        _bench.Control.Log(LogLevel.Error, 0, "flash worn out");
        _bench.Run(0.1);
        string[] news = [.. _watch.News()];
        Assert.Equal(2, news.Length);
        Assert.Matches(@"^board 3 \(left_hand\) 3\.0\d\d s warning 17: supply at 4\.4 V$", news[0]);
        Assert.Matches(@"^board 3 \(left_hand\) 3\.0\d\d s error: flash worn out$", news[1]);
        Assert.Equal((1, 1), (_watch.Row().Warnings, _watch.Row().Errors));
    }

    [Fact]
    public void News_StormOfRecords_ShowsAFewAndCountsTheRest()
    {
        _bench.Run(2);
        Assert.NotEmpty(_watch.News());
        for (int record = 0; record < 100; record++)
        {
            _bench.Control.Log(LogLevel.Error, 9, "again");
        }

        _bench.Run(0.5);
        string[] news = [.. _watch.News()];
        Assert.Equal(9, news.Length);
        Assert.Equal("board 3 (left_hand): 92 more log records not shown", news[^1]);
        Assert.Empty(_watch.News());
        Assert.Equal(100, _watch.Row().Errors);
    }
}
