using EdgeAI.Gateway;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>What an operator does to a gateway that holds records: stops it under load, and starts it again with another configuration.</summary>
public sealed class RestartTests : IDisposable
{
    private const int Robots = 3;
    private const int Restarts = 20;
    private const int AllowedPerRestart = 30;
    private const int WaitingRecords = 50_000;
    private const int BatchFrames = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = SteadyPort.Find();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gateway_StoppedAndStartedTwentyTimesUnderLoad_DeliversEachAcknowledgedRecordOnce()
    {
        await using TestCity city = new();
        await city.StartAsync();
        List<PacedRobot> robots = [.. Enumerable.Range(0, Robots).Select(index => new PacedRobot((ushort)index))];
        List<WindowedPublisher> publishers = [.. robots.Select(PublisherOf)];
        publishers.ForEach(publisher => publisher.Start());
        for (int restart = 0; restart < Restarts; restart++)
        {
            await using GatewayHost gateway = await GatewayHost.StartAsync(Options(city.Port));
            int before = robots.Sum(robot => robot.Acknowledged);
            robots.ForEach(robot => robot.Allow(AllowedPerRestart));
            await Eventually.HoldsAsync(() => robots.Sum(robot => robot.Acknowledged) > before + restart, "the gateway acknowledges after its start");
            await gateway.StopAsync();
        }

        await using GatewayHost last = await GatewayHost.StartAsync(Options(city.Port));
        await Eventually.HoldsAsync(() => robots.All(robot => robot.IsIdle), "the gateway acknowledges what the robots still have");
        Assert.True(await last.DrainAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), $"not drained: {last.Snapshot()}");
        foreach (WindowedPublisher publisher in publishers)
        {
            await publisher.DisposeAsync();
        }

        Dictionary<(ushort, byte, long), int> arrived = Frames(city);
        foreach (PacedRobot robot in robots)
        {
            Assert.All(Enumerable.Range(0, (int)robot.AcknowledgedFrames), number
                => Assert.Equal(1, arrived.GetValueOrDefault((robot.Board, (byte)(1 + (number % PacedRobot.Streams)), number / PacedRobot.Streams))));
        }
    }

    [Fact]
    public async Task Gateway_ConfiguredAnewWithFiftyThousandRecordsWaiting_DeliversAllToTheNewUpstream()
    {
        // EdgeX drops what waits when its pipeline is changed.
        await using TestCity former = new() { Answer = MQTTnet.Protocol.MqttPubAckReasonCode.QuotaExceeded };
        await former.StartAsync();
        await using (GatewayHost gateway = await GatewayHost.StartAsync(Options(former.Port)))
        {
            await FillAsync(gateway);
        }

        await using TestCity city = new();
        await city.StartAsync();
        GatewayOptions before = Options(city.Port);
        await using GatewayHost changed = await GatewayHost.StartAsync(before with
        {
            Uplink = before.Uplink with
            {
                BatchRecords = 100,
                BatchBytes = 16 << 10,
                Window = 3,
            },
            MaximumSpoolBytes = 1 << 20,
        });
        Assert.True(await changed.DrainAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"not drained: {changed.Snapshot()}");

        Assert.Equal(0, former.Count);
        Dictionary<(ushort, byte, long), int> arrived = Frames(city);
        Assert.Equal(WaitingRecords, arrived.Count);
        Assert.All(arrived.Values, times => Assert.Equal(1, times));
    }

    private static Dictionary<(ushort Board, byte Stream, long Sequence), int> Frames(TestCity city)
    {
        Dictionary<(ushort, byte, long), int> frames = [];
        foreach (ReadRecord record in city.AllKinds.Where(record => record.Kind != RecordKind.Seal))
        {
            Assert.Equal(FrameRejection.None, FrameIdentity.Read(record.Frame, out FrameIdentity identity));
            (ushort, byte, long) name = (identity.Board, identity.Stream, identity.Sequence);
            frames[name] = frames.GetValueOrDefault(name) + 1;
        }

        return frames;
    }

    private static async Task FillAsync(GatewayHost gateway)
    {
        MemoryOutbox outbox = new();
        RobotBatchWriter writer = new(64 << 10);
        ulong number = 0;
        for (int first = 0; first < WaitingRecords; first += BatchFrames)
        {
            writer.Begin(1, ++number);
            for (int sequence = first; sequence < Math.Min(first + BatchFrames, WaitingRecords); sequence++)
            {
                Assert.True(writer.TryAdd((RecordClass)(1 + (sequence % 4)), sequence, 1, RawFrames.Make(1, 1, sequence, 80)));
            }

            outbox.Add((long)number, Topics.RobotBatch("hall", "robot-1"), writer.Finish().ToArray());
        }

        await using WindowedPublisher robot = new(outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = "robot-1", Window = 32 });
        robot.Start();
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the gateway acknowledges all");
    }

    private WindowedPublisher PublisherOf(PacedRobot robot) => new(robot, new WindowedPublisherOptions
    {
        Host = "127.0.0.1",
        Port = _port,
        ClientId = robot.Name,
        Window = 8,
        InitialBackoff = TimeSpan.FromMilliseconds(5),
        MaximumBackoff = TimeSpan.FromMilliseconds(50),
    });

    private GatewayOptions Options(int upstreamPort) => new()
    {
        Id = "gateway",
        Site = "hall",
        Port = _port,
        SpoolFolder = _folder["spool"],
        Uplink = new UplinkOptions
        {
            TrimBy = TrimBy.Puback,
            Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = upstreamPort }],
            InitialBackoff = TimeSpan.FromMilliseconds(5),
            MaximumBackoff = TimeSpan.FromMilliseconds(50),
        },
    };
}
