using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>Many batches of a robot in flight at once, and one of them is refused: none behind it may overtake it.</summary>
public sealed class RefusedBatchTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _held = new(initialState: true);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GatewayHost? _gateway;

    public async ValueTask DisposeAsync()
    {
        _held.Set();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        _held.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task BatchRefusedInTheSpool_ThoseBehindItInTheSameGroup_AreRefusedToo()
    {
        using RawMqttClient robot = await StartAsync(spool => spool with { MaximumBytes = 84 << 10, Retention = new SpoolRetention { WhenFull = WhenFull.Refuse } });
        await robot.SendAsync(Publish(1), Publish(2, frames: 250), Publish(3), Publish(4));
        Assert.Equal(["40 0001", "40 000297", "40 000383", "40 000483"], await ReadAsync(robot, 4));
        // From the refused one on, as RECORDS.md asks of a robot; the first one again changes nothing.
        await robot.SendAsync(Publish(1), Publish(2), Publish(3), Publish(4));
        Assert.Equal(["40 0001", "40 0002", "40 0003", "40 0004"], await ReadAsync(robot, 4));
        Assert.Equal(12, _gateway!.Snapshot().Spool.Depth);
        Assert.Equal(2, _gateway.Snapshot().Broker.RefusedBy[PublishRefusal.OutOfOrder]);
    }

    [Fact]
    public async Task BatchRefusedByTheFullQueue_IsNotLiftedByOneThatWasQueuedBefore()
    {
        using RawMqttClient robot = await StartAsync(spool => spool with { QueueCapacity = 2, BeforeCommit = Hold });
        _held.Reset();
        await robot.SendAsync(Publish(1));
        await _reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        // The first is in the held commit, two wait, the fourth finds the queue full, and the fifth must not go before it.
        await robot.SendAsync(Publish(2), Publish(3), Publish(4), Publish(5));
        await Eventually.HoldsAsync(() => _gateway!.Snapshot().Broker.Refused == 2, "two are refused where they arrive");
        _held.Set();
        Assert.Equal(["40 0001", "40 0002", "40 0003", "40 000497", "40 000583"], await ReadAsync(robot, 5));
        await robot.SendAsync(Publish(5));
        Assert.Equal(["40 000583"], await ReadAsync(robot, 1));
        await robot.SendAsync(Publish(4), Publish(5));
        Assert.Equal(["40 0004", "40 0005"], await ReadAsync(robot, 2));
        Assert.Equal(15, _gateway!.Snapshot().Spool.Depth);
    }

    [Fact]
    public async Task CommitThatFails_RefusesAllOfTheGroup_AndTheFirstOfThemComesFirstAgain()
    {
        bool fails = false;
        using RawMqttClient robot = await StartAsync(spool => spool with
        {
            BeforeCommit = () =>
            {
                Hold();
                if (fails)
                {
                    throw new IOException("the disk is gone");
                }
            },
        });
        _held.Reset();
        await robot.SendAsync(Publish(1));
        await _reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        fails = true;
        await robot.SendAsync(Publish(2), Publish(3));
        _held.Set();
        Assert.Equal(["40 000180", "40 000280", "40 000380"], await ReadAsync(robot, 3));
        fails = false;
        await robot.SendAsync(Publish(2), Publish(1), Publish(2), Publish(3));
        Assert.Equal(["40 000283", "40 0001", "40 0002", "40 0003"], await ReadAsync(robot, 4));
        Assert.Equal(9, _gateway!.Snapshot().Spool.Depth);
    }

    private static byte[] Publish(ulong number, int frames = 3)
    {
        RobotBatchWriter writer = new(128 << 10);
        writer.Begin(1, number);
        for (int index = 0; index < frames; index++)
        {
            Assert.True(writer.TryAdd(RecordClass.Event, 5, 5, RawFrames.Make(1, 1, ((long)number * 1000) + index)));
        }

        return MqttPackets.Publish(5, "edgeai/v1/hall/robot/batch", writer.Finish().ToArray(), (ushort)number);
    }

    // The packet without the words of its reason.
    private static async Task<string[]> ReadAsync(RawMqttClient robot, int count)
    {
        string[] read = new string[count];
        for (int index = 0; index < count; index++)
        {
            string packet = await robot.ReadHexAsync();
            read[index] = packet[..Math.Min(packet.Length, 9)];
        }

        return read;
    }

    private void Hold()
    {
        _reached.TrySetResult();
        _held.Wait(TimeSpan.FromSeconds(20)); // Bounded: a failing test must end, too.
    }

    private async Task<RawMqttClient> StartAsync(Func<SpoolOptions, SpoolOptions> configure)
    {
        _gateway = await GatewayHost.StartAsync(new GatewayOptions { Id = "gateway", Site = "hall", Port = 0, SpoolFolder = _folder["spool"], Seal = null, ConfigureSpool = configure });
        return await RawMqttClient.ConnectAsync(_gateway.Port, 5, "robot");
    }
}
