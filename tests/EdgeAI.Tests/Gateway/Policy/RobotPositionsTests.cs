using System.Text;
using EdgeAI.Gateway.Policy;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>Positions that robots tell: kept while it is fresh, refused where it is none.</summary>
public sealed class RobotPositionsTests
{
    private const string Good = """{"latitude":52.5,"longitude":13.4,"accuracyMetres":5}""";

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1000);
    }

    private static RobotPositions New() => new("lab", TimeSpan.FromSeconds(30), new StoppedClock());

    [Fact]
    public void TryGet_ToldPosition_IsKnownUntilItIsTooOldOrTheClockWentBack()
    {
        RobotPositions positions = New();
        Assert.False(positions.TryGet("r1"u8, 1000_000_000_000, out _));
        Assert.True(positions.TryTell("r1", Encoding.UTF8.GetBytes(Good), out _));
        Assert.True(positions.TryGet("r1"u8, 1030_000_000_000, out GeoPosition position));
        Assert.Equal(new GeoPosition(52.5, 13.4, 5), position);
        Assert.False(positions.TryGet("r1"u8, 1030_000_000_001, out _));
        Assert.False(positions.TryGet("r1"u8, 900_000_000_000, out _));
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
        RobotPositions positions = New();
        Assert.True(positions.TryTell("r1", Encoding.UTF8.GetBytes(Good), out _));
        Assert.False(positions.TryTell("r1", Encoding.UTF8.GetBytes(json), out _));
        Assert.True(positions.TryGet("r1"u8, 1000_000_000_000, out GeoPosition position));
        Assert.Equal(52.5, position.Latitude);
    }

    [Fact]
    public async Task HandleAsync_Nonsense_IsRefusedWithWhatToWrite()
    {
        RobotPositions positions = New();
        Assert.True(positions.Handles("edgeai/v1/lab/r1/position"));
        Assert.All((string[])["edgeai/v1/yard/r1/position", "edgeai/v1/lab/r1/batch", "edgeai/v1/lab//position", "edgeai/v1/lab/r/1/position", "edgeai/v1/lab/position"], topic => Assert.False(positions.Handles(topic)));
        Assert.Null(await positions.HandleAsync(null!, "edgeai/v1/lab/r1/position", Encoding.UTF8.GetBytes(Good)));
        Assert.Contains("latitude", await positions.HandleAsync(null!, "edgeai/v1/lab/r1/position", "x"u8.ToArray()), StringComparison.Ordinal);
        Assert.True(positions.TryGet("r1"u8, 1000_000_000_000, out _));
        Assert.False(positions.TryGet("r2"u8, 1000_000_000_000, out _));
    }

    [Fact]
    public void TryTell_MutatedBytes_TakesOrRefusesAndNeverThrows()
    {
        RobotPositions positions = New();
        Random random = new(5);
        HashSet<bool> outcomes = [];
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Good);
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            outcomes.Add(positions.TryTell("r1", bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length), out _));
        }

        Assert.Equal([false, true], outcomes.Order());
    }
}
