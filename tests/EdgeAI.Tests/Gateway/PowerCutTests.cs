using EdgeAI.Gateway.Uplinks;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway;

/// <summary>
/// The gateway's promise, tested by taking the power away: a real gateway process under load on a disk that keeps only what was synced
/// (<see cref="PowerCut.PowerCutVfs"/>), killed at seeded moments, started again on what the disk kept.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private const int Kills = 20;
    private const int Connections = 4;
    private const int BatchesPerRobot = 2000;
    private const int MaximumFramesPerBatch = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly List<LoadedRobot> _robots = [.. Enumerable.Range(0, Connections).Select(index => new LoadedRobot($"robot-{index}", index, BatchesPerRobot, MaximumFramesPerBatch))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gateway_KilledTwentyTimesUnderLoad_LosesNothingItAcknowledged()
    {
        await using TestCity city = new();
        await city.StartAsync();
        int acknowledgedBefore = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using PowerCutChild gateway = await PowerCutChild.StartAsync(_folder.Path, city.Port, withoutSync: false, powerCutDisk: true, seed: kill)
                ?? throw new InvalidOperationException("the gateway refuses the spool that a power cut left");
            city.Answer = MqttPubAckReasonCode.Success;
            await gateway.DrainAsync();
            AssertAllArrived(city);

            // Every other life the upstream refuses, so that what is acknowledged lies in the spool when the power goes.
            city.Answer = kill % 2 == 0 ? MqttPubAckReasonCode.QuotaExceeded : MqttPubAckReasonCode.Success;
            await LoadUntilKilledAsync(gateway, kill);
            int acknowledged = _robots.Sum(robot => robot.Acknowledged.Count);
            Assert.True(acknowledged > acknowledgedBefore, "nothing was acknowledged before the kill: it proves nothing");
            acknowledgedBefore = acknowledged;
        }

        city.Answer = MqttPubAckReasonCode.Success;
        using PowerCutChild last = await PowerCutChild.StartAsync(_folder.Path, city.Port, withoutSync: false, powerCutDisk: false, seed: 0)
            ?? throw new InvalidOperationException("the gateway refuses the spool that a power cut left");
        await last.DrainAsync();
        AssertAllArrived(city);
        TestContext.Current.SendDiagnosticMessage($"{acknowledgedBefore} batches acknowledged, {city.Count} records arrived, {city.Duplicates} repeated");
    }

    [Fact]
    public async Task Gateway_KilledWithoutSync_LosesWhatItAcknowledged()
    {
        await using TestCity city = new();
        await city.StartAsync();
        using (PowerCutChild first = await PowerCutChild.StartAsync(_folder.Path, city.Port, withoutSync: false, powerCutDisk: false, seed: 0)
            ?? throw new InvalidOperationException("a new spool was refused"))
        {
            await first.StopAsync();
        }

        city.Answer = MqttPubAckReasonCode.QuotaExceeded;
        using (PowerCutChild victim = await PowerCutChild.StartAsync(_folder.Path, city.Port, withoutSync: true, powerCutDisk: true, seed: 1)
            ?? throw new InvalidOperationException("a clean spool was refused"))
        {
            await LoadUntilKilledAsync(victim, 1);
        }

        city.Answer = MqttPubAckReasonCode.Success;
        using PowerCutChild? after = await PowerCutChild.StartAsync(_folder.Path, city.Port, withoutSync: false, powerCutDisk: false, seed: 0);
        if (after is not null)
        {
            await after.DrainAsync();
        }

        Assert.NotEmpty(MissingFrames(city));
    }

    private async Task LoadUntilKilledAsync(PowerCutChild gateway, int seed)
    {
        Random random = new(seed);
        int target = random.Next(10, 150);
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int acknowledged = 0;
        List<WindowedPublisher> publishers = [];
        foreach (LoadedRobot robot in _robots)
        {
            // The same robot as in the life before: what the kill left unanswered it sends again, and must not be stored twice.
            robot.OnAcknowledged = () =>
            {
                if (Interlocked.Increment(ref acknowledged) == target)
                {
                    reached.SetResult();
                }
            };
            publishers.Add(new WindowedPublisher(robot, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = robot.Name, Window = 8 }));
        }

        publishers.ForEach(publisher => publisher.Start());
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Thread.SpinWait(random.Next(200_000));
        gateway.Kill();
        foreach (WindowedPublisher publisher in publishers)
        {
            await Eventually.HoldsAsync(() => !publisher.Snapshot().Connected, "the publisher notices the kill");
            await publisher.DisposeAsync();
        }
    }

    private void AssertAllArrived(TestCity city)
    {
        Assert.Empty(MissingFrames(city));
        Assert.Empty(city.Records.Values.GroupBy(Convert.ToHexString).Where(frames => frames.Count() > 1).Select(frames => frames.Key));
    }

    private List<string> MissingFrames(TestCity city)
    {
        HashSet<string> arrived = [.. city.Records.Values.Select(Convert.ToHexString)];
        return [.. _robots.SelectMany(robot => robot.AcknowledgedFrames()).Select(Convert.ToHexString).Where(frame => !arrived.Contains(frame))];
    }
}
