using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Tests.Gateway.Identity;
using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>Robots publish over TLS while clocks jump and certificates end: each record that was acknowledged arrives once, or is declared lost.</summary>
public sealed class ClockAndCertificateTests : IAsyncDisposable
{
    private const int Robots = 3;
    private const int AllowedPerPhase = 25;
    private const string Site = "hall";

    private readonly AuthorityFixture _identity = new();
    private readonly JumpingTime _time = new() { Utc = SetTime.Start };
    private readonly TestCity _city = new();
    private readonly int _port = SteadyPort.Find();
    private readonly List<PacedRobot> _robots = [.. Enumerable.Range(0, Robots).Select(index => new PacedRobot((ushort)index))];
    private readonly List<WindowedPublisher> _publishers = [];

    public async ValueTask DisposeAsync()
    {
        foreach (WindowedPublisher publisher in _publishers)
        {
            await publisher.DisposeAsync();
        }

        await _city.DisposeAsync();
        _identity.Dispose();
    }

    [Fact]
    public async Task Gateway_ClockJumpsADayForwardAndBack_DeliversEachAcknowledgedRecordOnce()
    {
        await StartCityAndAuthorityAsync();
        foreach (PacedRobot robot in _robots)
        {
            Start(robot, await _identity.EnrollAsync(robot.Name));
        }

        // The city is away through each jump, so that records wait in the spool over it: a day is far more than they are kept.
        TimeSpan[] jumps = [TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.FromDays(-1), TimeSpan.FromDays(1)];
        await using (GatewayHost gateway = await StartGatewayAsync())
        {
            foreach (TimeSpan jump in jumps)
            {
                await _city.StopAsync();
                await PublishAsync();
                Assert.True(gateway.Snapshot().Spool.Depth > 0, "nothing waits for the city");
                _time.Utc += jump;
                await PublishAsync();

                // Connections of before the jump end here and there; none may be needed for the records to go on.
                Assert.True(gateway.Snapshot().Spool.Depth > 0, "nothing waits for the city");
                await _city.StartAsync();
                Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), $"not drained: {gateway.Snapshot()}");
            }
        }

        // A jump while the gateway is down, and records of before it that still wait.
        await _city.StopAsync();
        await using (GatewayHost gateway = await StartGatewayAsync())
        {
            await PublishAsync();
            Assert.True(gateway.Snapshot().Spool.Depth > 0, "nothing waits for the city");
        }

        _time.Utc -= TimeSpan.FromDays(1);
        await _city.StartAsync();
        await using GatewayHost last = await StartGatewayAsync();
        await PublishAsync();
        Assert.True(await last.DrainAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), $"not drained: {last.Snapshot()}");
        await AssertAccountedAsync(declared: 0);
    }

    [Fact]
    public async Task Gateway_CertificateEndsMidRun_IsRefusedUntilRenewedAndDeliversEachAcknowledgedRecordOnce()
    {
        await StartCityAndAuthorityAsync();
        PacedRobot ends = _robots[0];
        PacedRobot renews = _robots[1];
        PacedRobot stays = _robots[2];
        TlsClientOptions renewed = await _identity.EnrollAsync(renews.Name, days: 2);
        Start(ends, await _identity.EnrollAsync(ends.Name, days: 2));
        Start(renews, renewed);
        Start(stays, await _identity.EnrollAsync(stays.Name, days: 30));
        await using GatewayHost gateway = await StartGatewayAsync();
        await PublishAsync();

        // One device asks for its next certificate in time, while it publishes; the other one forgets.
        _robots.ForEach(robot => robot.Allow(AllowedPerPhase));
        _identity.Time.Now = _time.Utc += TimeSpan.FromDays(1.5);
        await new RenewalClient(renewed, "localhost", gateway.Ports[1], Site, _time).RenewAsync(TestContext.Current.CancellationToken);
        await IdleAsync(_robots);

        _identity.Time.Now = _time.Utc += TimeSpan.FromDays(1);
        await Eventually.HoldsAsync(() => gateway.Snapshot().Identity!.LastRefusal.StartsWith($"the certificate of '{ends.Name}' expired", StringComparison.Ordinal), "the expired certificate is refused by name", () => gateway.Snapshot().Identity!.LastRefusal);
        int acknowledged = ends.Acknowledged;
        _robots.ForEach(robot => robot.Allow(AllowedPerPhase));
        await IdleAsync([renews, stays]);
        Assert.Equal(acknowledged, ends.Acknowledged);

        // The operator enrols it again: the files are replaced under the running robot.
        await _identity.EnrollAsync(ends.Name, days: 30);
        await IdleAsync(_robots);
        Assert.True(ends.Acknowledged > acknowledged);
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), $"not drained: {gateway.Snapshot()}");
        await AssertAccountedAsync(declared: 0);
    }

    private async Task StartCityAndAuthorityAsync()
    {
        await _city.StartAsync();
        await _identity.Authority.InitAsync(force: false);
    }

    private void Start(PacedRobot robot, TlsClientOptions files)
    {
        WindowedPublisher publisher = new(robot, new WindowedPublisherOptions
        {
            Host = "localhost",
            Port = _port,
            ClientId = robot.Name,
            Tls = files,
            Window = 8,
            InitialBackoff = TimeSpan.FromMilliseconds(5),
            MaximumBackoff = TimeSpan.FromMilliseconds(50),
            Time = _identity.Time,
        });
        _publishers.Add(publisher);
        publisher.Start();
    }

    private Task<GatewayHost> StartGatewayAsync() => GatewayHost.StartAsync(new GatewayOptions
    {
        Id = "gateway",
        Site = Site,
        Port = 0,
        Listeners = [new ListenerOptions { Port = _port, Tls = true }],
        SpoolFolder = _identity["spool"],
        Identity = _identity.Options with { WatchPeriod = TimeSpan.FromMilliseconds(20) },
        Retention = new SpoolRetention
        {
            Safety = new LaneLimits { MaximumAge = TimeSpan.FromHours(2) },
            Event = new LaneLimits { MaximumAge = TimeSpan.FromHours(2) },
            Telemetry = new LaneLimits { MaximumAge = TimeSpan.FromHours(2) },
            Bulk = new LaneLimits { MaximumAge = TimeSpan.FromHours(2) },
        },
        Time = _time,
        Uplink = new UplinkOptions
        {
            TrimBy = TrimBy.Puback,
            Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = _city.Port }],
            InitialBackoff = TimeSpan.FromMilliseconds(5),
            MaximumBackoff = TimeSpan.FromMilliseconds(50),
        },
    });

    private async Task PublishAsync()
    {
        _robots.ForEach(robot => robot.Allow(AllowedPerPhase));
        await IdleAsync(_robots);
    }

    private static async Task IdleAsync(List<PacedRobot> robots)
        => await Eventually.HoldsAsync(() => robots.TrueForAll(robot => robot.IsIdle), "the gateway acknowledges all", () => string.Join(' ', robots.Select(robot => $"{robot.Name}: {robot.Acknowledged}")));

    private async Task AssertAccountedAsync(long declared)
    {
        foreach (WindowedPublisher publisher in _publishers)
        {
            await publisher.DisposeAsync();
        }

        _publishers.Clear();
        Dictionary<(ushort, byte, long), int> arrived = [];
        long lost = 0;
        foreach (byte[] frame in _city.Records.Values)
        {
            if (DeclaredLoss.TryRead(frame, out DeclaredLoss loss))
            {
                lost += loss.Count;
            }
            else if (FrameIdentity.Read(frame, out FrameIdentity identity) == FrameRejection.None)
            {
                Assert.Equal(PacedRobot.Frame(identity.Board, PacedRobot.NumberOf(identity.Stream, identity.Sequence)), frame);
                (ushort, byte, long) name = (identity.Board, identity.Stream, identity.Sequence);
                arrived[name] = arrived.GetValueOrDefault(name) + 1;
            }
        }

        Assert.Equal(declared, lost);
        Assert.Equal(_robots.Sum(robot => robot.AcknowledgedFrames), arrived.Count);
        Assert.All(arrived, record => Assert.True(record.Value == 1, $"{record.Key} arrived {record.Value} times"));
    }
}
