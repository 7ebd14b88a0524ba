using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>The default options over links that are slow, become slow, or are fast with a slow upstream behind them.</summary>
public sealed class SlowLinkTests
{
    // What a record of the tests takes in a batch.
    private const double RecordBytes = 256;

    private static readonly UplinkOptions Options = new() { JitterSeed = 1 };

    [Theory]
    [InlineData(1_200)]
    [InlineData(8_000)]
    [InlineData(125_000)]
    [InlineData(1_250_000)]
    public void Link_ThatCarriesSoManyBytesASecond_DeliversEverythingOverOneConnection(int bytesPerSecond)
    {
        using SlowLink link = new(Options, bytesPerSecond);
        int records = (int)Math.Min(bytesPerSecond * 300 / RecordBytes, 60_000);
        link.Add(RecordClass.Telemetry, records);
        TimeSpan ideal = TimeSpan.FromSeconds(records * RecordBytes / bytesPerSecond);
        Assert.True(link.Run(() => link.Waiting == 0, 2 * ideal), $"{link.Waiting} of {records} records wait after {2 * ideal}, {link.Losses} connections were given up");
        Assert.Equal(0, link.Losses);
    }

    [Fact]
    public void Safety_BehindASaturatedSlowLink_GoesBeforeWhatWaits()
    {
        using SlowLink link = new(Options, 8_000);
        link.Add(RecordClass.Bulk, 100_000);
        Assert.False(link.Run(() => link.Waiting == 0, TimeSpan.FromMinutes(5)));
        link.Add(RecordClass.Safety, 1);
        Assert.True(link.Run(() => link.WaitingOf(RecordClass.Safety) == 0, TimeSpan.FromSeconds(10)), "safety waits behind bulk");
        Assert.Equal(0, link.Losses);
    }

    [Fact]
    public void Link_BecomesSlow_LosesAConnectionAtTheMostAndDeliversEverything()
    {
        using SlowLink link = new(Options, 1_250_000);
        link.Add(RecordClass.Telemetry, 100_000);
        Assert.False(link.Run(() => link.Waiting == 0, TimeSpan.FromSeconds(10)));
        link.Add(RecordClass.Telemetry, 1);
        int before = (int)link.Waiting;
        link.BytesPerSecond = 64_000;
        Assert.True(link.Run(() => link.Waiting == 0, TimeSpan.FromSeconds(2 * before * RecordBytes / link.BytesPerSecond)), $"{link.Waiting} of {before} wait, {link.Losses} connections were given up");
        Assert.InRange(link.Losses, 0, 1);
    }

    [Fact]
    public void Upstream_SlowToAnswerBehindAFastLink_IsNotTakenForASlowLink()
    {
        using SlowLink link = new(Options, 12_500_000) { Latency = TimeSpan.FromSeconds(6) };
        link.Add(RecordClass.Telemetry, 60_000);
        Assert.True(link.Run(() => link.Waiting == 0, TimeSpan.FromMinutes(5)), $"{link.Waiting} wait");
        link.Latency = TimeSpan.FromMilliseconds(5);
        link.Add(RecordClass.Telemetry, 60_000);
        Assert.True(link.Run(() => link.Waiting < 30_000, TimeSpan.FromMinutes(1)), $"{link.Waiting} wait");
        link.Latency = TimeSpan.FromSeconds(6);
        Assert.True(link.Run(() => link.Waiting == 0, TimeSpan.FromMinutes(10)), $"{link.Waiting} wait");
        Assert.Equal(0, link.Losses);
    }
}
