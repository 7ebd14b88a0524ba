using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>The limit of bytes per second, on a clock that the test moves: each frame takes two seconds of it, after a burst of one.</summary>
public sealed class ByteRateTests : IAsyncLifetime
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";
    private const int Rate = 10_000;
    private const int FrameBytes = 2 * Rate;
    private const int Frames = 5;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.25);

    private readonly RingingTime _time = new();
    private BrokerFixture _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumBytesPerSecond = Rate }, options => options with { Time = _time });
        _broker.Store.AtOnce = StoreStatus.Stored;
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task Publisher_FasterThanTheBytesPerSecond_IsReadNoFasterAndStaysConnectedBeyondItsKeepAlive()
    {
        // Silent for more than one and a half seconds it would be ended; but it is the broker that does not listen.
        RawMqttClient robot = await _broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", keepAlive: 1));
        TimeSpan began = _time.Passed;

        for (ushort id = 1; id <= Frames; id++)
        {
            await robot.SendAsync(Frame(id));
            await PassUntilAsync(() => _broker.Store.Count == id);
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
            TimeSpan passed = _time.Passed - began;
            // What came before this frame, less the burst, took its time.
            Assert.True(passed >= TimeSpan.FromSeconds((((id - 1) * FrameBytes) - Rate) / (double)Rate), $"frame {id} was read after {passed}");
            await Eventually.HoldsAsync(() => _time.Pauses == 1, "the robot is held back");
        }

        Assert.Equal(Frames, _broker.Statistics.Throttled);
        Assert.Equal(Frames, _broker.Statistics.Acknowledged);
        Assert.Empty(_broker.Statistics.EndedBy);
        Assert.All(Enumerable.Range(1, Frames), id => Assert.Equal(RawFrames.Make(1, 1, id, FrameBytes), _broker.Store.PayloadOf(id - 1)));
    }

    [Fact]
    public async Task Publisher_HeldBackForLongerThanItsKeepAlive_HasAllOfItAgainAfterwards()
    {
        RawMqttClient robot = await _broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", keepAlive: 1));
        for (ushort id = 1; id <= 2; id++)
        {
            await robot.SendAsync(Frame(id));
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
            await Eventually.HoldsAsync(() => _time.Pauses == 1, "the robot is held back");
            await PassUntilAsync(() => _time.Pauses == 0);
        }

        // The second pause took two seconds, and the robot had nothing to say meanwhile.
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(_broker.Statistics.EndedBy);
        await robot.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task Publisher_HeldBack_SlowsNobodyElse()
    {
        RawMqttClient robot = await _broker.ConnectAsync("robot");
        RawMqttClient other = await _broker.ConnectAsync("other");
        await robot.SendAsync(Frame(1));
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        await Eventually.HoldsAsync(() => _time.Pauses == 1, "the robot is held back");
        await robot.SendAsync(Frame(2));

        // The clock stands: the other one has its own burst, and the robot's next frame is not even read.
        for (ushort id = 1; id <= 20; id++)
        {
            await other.SendAsync(MqttPackets.Publish(5, "edgeai/v1/hall/other/1/1", RawFrames.Make(1, 1, id), id));
            Assert.Equal($"40 {id:X4}", await other.ReadHexAsync());
        }

        Assert.Equal(21, _broker.Store.Count);
        Assert.Equal(1, _broker.Statistics.Throttled);
        await PassUntilAsync(() => _broker.Store.Count == 22);
        Assert.Equal("40 0002", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task Publisher_WithinTheBytesPerSecond_IsNeverHeldBack()
    {
        RawMqttClient robot = await _broker.ConnectAsync("robot");
        for (ushort id = 1; id <= 10; id++)
        {
            await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, id, Rate / 2), id));
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
            _time.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, _broker.Statistics.Throttled);
    }

    [Fact]
    public async Task Publisher_AfterALongSilence_HasABurstOfOneSecondAndNoMore()
    {
        RawMqttClient robot = await _broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", keepAlive: 0));
        _time.Pass(TimeSpan.FromMinutes(5));
        await robot.SendAsync(Frame(1));
        await Eventually.HoldsAsync(() => _time.Pauses == 1, "the robot is held back");
        Assert.Equal(1, _broker.Statistics.Throttled);
    }

    private static byte[] Frame(ushort id) => MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, id, FrameBytes), id);

    // Time passes only while somebody waits for it.
    private Task PassUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            if (!condition() && _time.Pauses > 0)
            {
                _time.Pass(Step);
            }

            return condition();
        },
        "the held publisher is read again");
}
