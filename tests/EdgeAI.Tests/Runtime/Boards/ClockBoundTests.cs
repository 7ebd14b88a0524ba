namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>
/// The promise on time: whatever the link does, the true instant of a reading lies within its stated bound, and the bound is a narrow one.
/// Real board, real bytes, drifting clocks; fixed seeds.
/// </summary>
public sealed class ClockBoundTests
{
    private static readonly Dictionary<string, LinkWeather> Weathers = new()
    {
        ["serial"] = new LinkWeather { There = 200_000, Back = 900_000, Tail = 20_000 },
        ["usb"] = new LinkWeather { There = 125_000, Back = 125_000, Tail = 300_000, Loss = 0.01 },
        ["wi-fi"] = new LinkWeather { There = 1_500_000, Back = 1_500_000, Tail = 2_000_000, Loss = 0.05, Damage = 0.01, Stalls = 0.002 },
        ["one-sided"] = new LinkWeather { There = 40_000, Back = 12_000_000, Tail = 1_000_000 },
        ["storm"] = new LinkWeather { There = 500_000, Back = 2_000_000, Tail = 5_000_000, Loss = 0.2, Damage = 0.05, Stalls = 0.005, Outages = 0.0005 },
    };

    public static TheoryData<string, int> Cases()
    {
        TheoryData<string, int> cases = [];
        foreach (string weather in Weathers.Keys)
        {
            for (int seed = 1; seed <= 4; seed++)
            {
                cases.Add(weather, seed);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reading_OverAnyLink_TrueInstantIsWithinTheBoundAndTheBoundIsNarrow(string weather, int seed)
    {
        ConversationBench bench = new(Weathers[weather], seed);
        bench.Run(150);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{weather} {seed}: {bench.Truth.Known} readings, {bench.Truth.Unknown} without a bound, {bench.Truth.Violations} outside, worst at {bench.Truth.Tightest:P0} of its bound; "
            + $"median bound {ConversationBench.Median(bench.Truth.Bounds) / 1e3:F0} us, median half round trip {ConversationBench.Median(bench.RoundTrips) / 2e3:F0} us; "
            + $"drift {bench.Conversation.Timeline.DriftPpb / 1e3:F1} +- {bench.Conversation.Timeline.DriftBoundPpb / 1e3:F1} ppm; exchanges {bench.Conversation.Exchanger.Answered} of {bench.Conversation.Exchanger.Asked}");
        Assert.Equal(0, bench.Truth.Violations);
        Assert.Equal(0, bench.Conversation.Timeline.Contradictions);
        Assert.True(bench.Truth.Known > 5_000, $"only {bench.Truth.Known} readings had a bound");
        Assert.True(bench.Truth.Unknown < 0.05 * bench.Truth.Known, $"{bench.Truth.Unknown} readings had no bound");
        Assert.InRange(ConversationBench.Median(bench.Truth.Bounds), 1, (ConversationBench.Median(bench.RoundTrips) / 2) + 100_000);
    }

    [Theory]
    [InlineData("a 32-bit counter of microseconds wraps", (1L << 32) * 1_000)]
    [InlineData("a 32-bit counter of milliseconds wraps", (1L << 32) * 1_000_000)]
    [InlineData("the header's 48 bits end", ((1L << 48) - 1) * 1_000)]
    public void Reading_UptimeCrossesALimit_KeepsItsBound(string limit, long at)
    {
        // The board's clock has 64 bits; what is near the end of the header's 48 must still be mapped, not wrapped.
        bool isTheEnd = at == ((1L << 48) - 1) * 1_000;
        ConversationBench bench = new(Weathers["usb"], seed: 11, uptime: at - 30_000_000_000);
        bench.Run(isTheEnd ? 29 : 60);
        Assert.True(bench.Truth.Known > 2_000, $"{limit}: only {bench.Truth.Known} readings had a bound");
        Assert.Equal((0, 0), (bench.Truth.Violations, bench.Conversation.Timeline.Contradictions));
        if (isTheEnd)
        {
            // Beyond its end a board can say nothing: it drops and counts, and the robot hears silence.
            bench.Run(5);
            Assert.Equal(0, bench.Truth.Violations);
            Assert.True(bench.Core.IsConserved());
        }
    }

    [Theory]
    [InlineData("usb", 21)]
    [InlineData("wi-fi", 22)]
    [InlineData("storm", 23)]
    public void Reading_BoardReboots_NoStampOfOneBootIsMappedByTheClockOfAnother(string weather, int seed)
    {
        ConversationBench bench = new(Weathers[weather], seed);
        Random random = new(seed);
        for (ushort boot = 8; boot < 38; boot++)
        {
            // Half of the reboots fall into an exchange: a question or an answer is on its way.
            bench.Run(2 + (4 * random.NextDouble()));
            while (random.Next(2) == 0 && bench.Conversation.Exchanger.Open == 0)
            {
                bench.Run(0.001);
            }

            bench.Reboot(boot, random.NextInt64(1_000_000_000_000));
        }

        bench.Run(5);
        Assert.Equal(0, bench.Truth.Violations);
        Assert.Equal(0, bench.Conversation.Timeline.Contradictions);
        Assert.InRange(bench.Conversation.Timeline.Reboots, 25, 30);
        Assert.True(bench.Truth.Known > 8 * bench.Truth.Unknown, $"{bench.Truth.Known} readings with a bound, {bench.Truth.Unknown} without");
    }
}
