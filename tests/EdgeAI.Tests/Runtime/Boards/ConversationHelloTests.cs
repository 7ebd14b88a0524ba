using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Tests.Runtime.Boards;

public sealed class ConversationHelloTests
{
    [Fact]
    public void Hello_BoardStarts_IsKnownWholeWithoutAsking()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 1);
        bench.Run(0.9);
        BoardHello hello = Assert.IsType<BoardHello>(bench.Conversation.Hello);
        Assert.Equal((7, "left_hand", "A1", "1.2.3"), (hello.Boot, hello.BoardName, hello.SerialNumber, hello.FirmwareVersion));
        Assert.StartsWith("ab00", hello.ProfileHash, StringComparison.Ordinal);
        Assert.Equal(["load_cell", "palm"], hello.Streams.Select(static stream => stream.FrameName));
        Assert.Equal(10_000u, hello.Streams[0].PeriodMicroseconds);
        Assert.Equal(Enumerable.Range(0, 300), Assert.Single(hello.Layouts).Places.Where(static (_, index) => index % 3 == 0).Select(static place => (int)place));
        Assert.Equal(0, bench.Conversation.HelloRequests);
        bench.Run(60);

        // Whole with the last stream, for a board may have no layouts, and whole again with the last taxel.
        Assert.Equal((0, 2), (bench.Conversation.HelloRequests, bench.Conversation.Tellings.Completed));
    }

    [Fact]
    public void Hello_ToldWhileTheLinkWasCut_IsAskedForWithAGrowingWait()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 2);
        bench.Link.IsCut = true;
        bench.Run(100);
        Assert.Null(bench.Conversation.Hello);

        // After 1, 2, 4, 8, 16, 32, 62 and 92 s.
        Assert.Equal(8, bench.Conversation.HelloRequests);
        bench.Link.IsCut = false;
        bench.Run(31);
        Assert.NotNull(bench.Conversation.Hello);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Hello_OverALossyLink_IsWholeInTheEndWithItsLayout(int seed)
    {
        ConversationBench bench = new(new LinkWeather { Loss = 0.25, Damage = 0.1, Tail = 3_000_000 }, seed);
        bench.Run(300);
        Assert.Equal(2, bench.Conversation.Hello!.Streams.Count);
        Assert.Equal(300, Assert.Single(bench.Conversation.Hello.Layouts).Count);
        Assert.True(bench.Conversation.Counters.Missing > 0, "the link lost nothing: the test shows nothing");
    }

    [Fact]
    public void Hello_BoardReboots_IsTheNewBoots()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 3);
        bench.Run(2);
        bench.Reboot(8, uptime: 0);
        bench.Run(2);
        Assert.Equal(8, bench.Conversation.Hello!.Boot);
        Assert.Equal(0, bench.Conversation.Counters.OutOfOrder);
    }

    [Fact]
    public void Log_Records_AreHandedOnWithTheirInstantAndCountedByLevel()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 4);
        bench.Run(2);
        long now = bench.Clock.Nanoseconds;
        bench.Control.Log(LogLevel.Warning, 17, "brown-out");
        bench.Control.Log(LogLevel.Debug, 0, "idle");
        bench.Run(0.1);

        Assert.True(bench.Conversation.Log.TryBeginRead(out BoardLogEntry entry));
        Assert.Equal((LogLevel.Warning, 17, "brown-out"), (entry.Record.Level, entry.Record.Code, entry.Record.Text.ToString()));
        Assert.InRange(Math.Abs(entry.Stamp.Nanoseconds - now), 0, entry.Stamp.UncertaintyNanoseconds);
        Assert.InRange(entry.Stamp.UncertaintyNanoseconds, 1, 10_000_000);
        bench.Conversation.Log.EndRead();
        Assert.Equal((1, 1, 0), (bench.Conversation.Log.CountOf(LogLevel.Warning), bench.Conversation.Log.CountOf(LogLevel.Debug), bench.Conversation.Log.CountOf(LogLevel.Error)));
    }

    [Fact]
    public void Log_NobodyReads_KeepsTheFirstAndCountsTheRest()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 5);
        bench.Run(1);
        for (int record = 0; record < 200; record++)
        {
            bench.Control.Log(LogLevel.Error, (ushort)record, "again");
        }

        bench.Run(1);
        Assert.Equal(200, bench.Conversation.Log.CountOf(LogLevel.Error));
        Assert.Equal(200 - BoardLog.Capacity, bench.Conversation.Log.Ledger.Dropped);
        Assert.True(bench.Conversation.Log.TryBeginRead(out BoardLogEntry first));
        Assert.Equal(0, first.Record.Code);
    }
}
