using System.Text;
using EdgeAI.Gateway.Policy;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>A position that is told: kept while it is fresh, refused where it is none.</summary>
public sealed class ReportedPositionTests
{
    private const string Good = """{"latitude":52.5,"longitude":13.4,"accuracyMetres":5}""";

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1000);
    }

    private static ReportedPosition New() => new("lab", "g1", TimeSpan.FromSeconds(30), new StoppedClock());

    [Fact]
    public void TryGet_ToldPosition_IsKnownUntilItIsTooOldOrTheClockWentBack()
    {
        ReportedPosition reported = New();
        Assert.False(reported.TryGet(1000_000_000_000, out _));
        Assert.True(reported.TryTell(Encoding.UTF8.GetBytes(Good)));
        Assert.True(reported.TryGet(1030_000_000_000, out GeoPosition position));
        Assert.Equal(new GeoPosition(52.5, 13.4, 5), position);
        Assert.False(reported.TryGet(1030_000_000_001, out _));
        Assert.False(reported.TryGet(900_000_000_000, out _));
    }

    [Theory]
    [InlineData("""{"latitude":91,"longitude":13.4}""")]
    [InlineData("""{"latitude":52.5}""")]
    [InlineData("""{"latitude":"52.5","longitude":13.4}""")]
    [InlineData("""{"latitude":52.5,"longitude":13.4,"accuracyMetres":-1}""")]
    [InlineData("""{"latitude":1e999,"longitude":13.4}""")]
    [InlineData("[52.5,13.4]")]
    [InlineData("{\"latitude\":52.5,\"longitude\":13.4")]
    [InlineData("")]
    public void TryTell_NoPosition_ChangesNothing(string json)
    {
        ReportedPosition reported = New();
        Assert.True(reported.TryTell(Encoding.UTF8.GetBytes(Good)));
        Assert.False(reported.TryTell(Encoding.UTF8.GetBytes(json)));
        Assert.True(reported.TryGet(1000_000_000_000, out GeoPosition position));
        Assert.Equal(52.5, position.Latitude);
    }

    [Fact]
    public async Task HandleAsync_Nonsense_IsRefusedWithWhatToWrite()
    {
        ReportedPosition reported = New();
        Assert.True(reported.Handles("edgeai/v1/lab/g1/position"));
        Assert.False(reported.Handles("edgeai/v1/lab/g2/position"));
        Assert.Null(await reported.HandleAsync(null!, "edgeai/v1/lab/g1/position", Encoding.UTF8.GetBytes(Good)));
        Assert.Contains("latitude", await reported.HandleAsync(null!, "edgeai/v1/lab/g1/position", "x"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void TryTell_MutatedBytes_NeverThrows()
    {
        ReportedPosition reported = New();
        Random random = new(5);
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Good);
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            _ = reported.TryTell(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
        }
    }
}
