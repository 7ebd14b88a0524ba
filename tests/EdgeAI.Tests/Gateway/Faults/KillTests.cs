namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>
/// The gateway, its upstream and both are killed (SIGKILL) two hundred times in all under load, and every record is counted end to end: what
/// the gateway acknowledged is at the upstream once, under one name.
/// </summary>
public sealed class KillTests
{
    private const int Lanes = 4;
    private const int KillsPerLane = 50;

    [Fact]
    public async Task GatewayAndUpstream_KilledTwoHundredTimesUnderLoad_LoseNothingAcknowledged()
    {
        // Side by side, so that the start of one goes on while another works. Half of them on a disk that forgets what was not synced.
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => Task.Run(() => RunLaneAsync(number), TestContext.Current.CancellationToken)));
    }

    private static async Task RunLaneAsync(int number)
    {
        using KillLane lane = new(number, powerCutDisk: number % 2 == 1);
        ArrivedRecords arrived = await lane.RunAsync(KillsPerLane);
        Assert.Empty(lane.Miscounted(arrived).Take(10));
        Assert.Empty(arrived.Holes().Take(10));
        Assert.Equal(0, arrived.Declared);
        Assert.Equal(KillsPerLane, lane.Kills.Values.Sum());
        Assert.All(["gateway", "upstream", "both"], victim => Assert.True(lane.Kills.GetValueOrDefault(victim) > 0, $"lane {number} never killed: {victim}"));
        TestContext.Current.SendDiagnosticMessage($"lane {number}: {string.Join(", ", lane.Kills.Select(kill => $"{kill.Key} {kill.Value}"))}; {lane.Acknowledged} batches acknowledged, {arrived.Count} records arrived, {arrived.Duplicates} repeated");
    }
}
