using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Policy;
using EdgeAI.Tests.Gateway.Spool;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>
/// A gateway whose spool is full is configured anew three times: another upstream, site, policy, other limits, another way of being full.
/// EdgeX drops what waits when its pipeline is changed.
/// </summary>
public sealed class ReconfigurationTests : IDisposable
{
    private const int BatchFrames = 60;
    private const int FullBytes = 1_200_000;

    // One stream for each class, and two that a policy keeps back.
    private const int Streams = 6;
    private const byte KeptBackFirst = 5;
    private const byte KeptBackThen = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryOutbox _outbox = new();
    private readonly RobotBatchWriter _writer = new(64 << 10);
    private readonly Dictionary<byte, int> _published = [];
    private int _batches;
    private SealOptions? _seal;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gateway_FullAndConfiguredAnewInEverything_DeliversEachAcknowledgedRecordOnceOrCountsItLost(bool seals)
    {
        _seal = seals ? new SealOptions { Records = 20 } : null;
        List<byte[]> taken = [];
        await using TestCity former = new() { Answer = MQTTnet.Protocol.MqttPubAckReasonCode.QuotaExceeded };
        await former.StartAsync();
        long lost;
        await using (GatewayHost full = await StartAsync("hall", former.Port, new SpoolRetention(), PolicyRules.Of(1, $"\"stream\": {KeptBackFirst}, \"leaves\": false")))
        {
            Publish("hall", batches: 200);
            await TakeAllAsync(full);
            lost = full.Snapshot().Spool.Lost;
            Assert.True(lost > 0, "the spool was never full");
        }

        SpoolRetention smaller = new()
        {
            Event = new LaneLimits { MaximumBytes = 150_000, ReservedBytes = 50_000 },
            Telemetry = new LaneLimits { MaximumBytes = 60_000 },
            Bulk = new LaneLimits { MaximumBytes = 20_000 },
        };
        await using (GatewayHost refusing = await StartAsync("yard", null, smaller with { WhenFull = WhenFull.Refuse }, PolicyRules.Of(2, $"\"stream\": {KeptBackThen}, \"leaves\": false")))
        {
            Publish("yard", batches: 20);
            await using WindowedPublisher robot = Robot(refusing);
            robot.Start();
            await Eventually.HoldsAsync(() => refusing.Snapshot().Broker.RefusedBy.GetValueOrDefault(PublishRefusal.SpoolFull) > 0, "a publish is refused");
            Assert.Equal((20, lost), (_outbox.Waiting, refusing.Snapshot().Spool.Lost));
        }

        await using (GatewayHost dropping = await StartAsync("yard", null, smaller, PolicyRules.Of(2, $"\"stream\": {KeptBackThen}, \"leaves\": false")))
        {
            await TakeAllAsync(dropping);
            Assert.True(dropping.Snapshot().Spool.Lost > lost, "the smaller limits dropped nothing");
        }

        await using TestCity city = new() { Taken = taken.Add };
        await city.StartAsync();
        await using GatewayHost last = await StartAsync("roof", city.Port, new SpoolRetention(), policy: null);
        Publish("roof", batches: 1);
        await TakeAllAsync(last);
        Assert.True(await last.DrainAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"not drained: {last.Snapshot()}");
        await last.StopAsync();

        Assert.Equal(0, former.Count);
        Assert.Equal([Topics.GatewayRecords("roof", "gateway")], city.Topics);
        AssertAccounted(city.AllKinds);
        if (seals)
        {
            AssertProven(taken);
        }
    }

    private void AssertProven(List<byte[]> taken)
    {
        using SealedCity proof = new(KeyFile.ReadPublic(Path.Combine(_folder["spool"], "signing.pem.pub")));
        taken.ForEach(batch => proof.Take(batch));
        Assert.Contains("\ncomplete: ", proof.Verify(), StringComparison.Ordinal);
    }

    /// <summary>Of each class, what was acknowledged arrived under one name, or is declared lost or withheld: the numbers add up.</summary>
    private void AssertAccounted(List<ReadRecord> arrived)
    {
        Dictionary<byte, HashSet<long>> frames = Enumerable.Range(1, Streams).ToDictionary(stream => (byte)stream, _ => new HashSet<long>());
        long[] lost = new long[(int)RecordClass.Bulk + 1];
        long[] withheld = new long[Streams + 1];
        List<uint> revisions = [];
        List<string> told = [];
        foreach (ReadRecord record in arrived.OrderBy(record => record.Sequence))
        {
            switch (record.Kind)
            {
                case RecordKind.DeclaredLoss:
                    Assert.True(DeclaredLoss.TryRead(record.Frame, out DeclaredLoss loss));
                    lost[(int)loss.Class] += loss.Count;
                    told.Add($"{record.Sequence}: {loss.Count} of {loss.Class}, {loss.First} to {loss.Last} ({loss.Reason}{(loss.IsExact ? "" : ", at most")})");
                    break;
                case RecordKind.Withheld:
                    Assert.True(Withheld.TryRead(record.Frame, out Withheld kept));
                    withheld[kept.Stream] += kept.Count;
                    break;
                case RecordKind.PolicyChange:
                    Assert.True(PolicyChange.TryRead(record.Frame, out PolicyChange change));
                    revisions.Add(change.Revision);
                    break;
                case RecordKind.Seal:
                    break;
                default:
                    Assert.Equal(FrameRejection.None, FrameIdentity.Read(record.Frame, out FrameIdentity identity));
                    Assert.True(frames[identity.Stream].Add(identity.Sequence), $"stream {identity.Stream}, {identity.Sequence}: twice, under two names");
                    break;
            }
        }

        Assert.Equal([1u, 2u, 0u], revisions);
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            byte[] streams = [.. frames.Keys.Where(stream => ClassOf(stream) == recordClass)];
            long published = streams.Sum(stream => (long)_published[stream]);
            long came = streams.Sum(stream => (long)frames[stream].Count);
            long kept = streams.Sum(stream => withheld[stream]);
            long accounted = came + lost[(int)recordClass] + kept;

            // Seals are dropped with their class, and counted in its losses.
            Assert.True(_seal is null ? published == accounted : published <= accounted, $"{recordClass}: {published} acknowledged, {came} arrived, {lost[(int)recordClass]} declared lost, {kept} withheld; {string.Join("; ", told)}");
        }

        Assert.Equal(0, lost[(int)RecordClass.Safety]);
        Assert.All([RecordClass.Event, RecordClass.Telemetry, RecordClass.Bulk], recordClass => Assert.True(lost[(int)recordClass] > 0, $"nothing of {recordClass} was dropped"));
        Assert.All([KeptBackFirst, KeptBackThen], stream => Assert.True(withheld[stream] > 0 && frames[stream].Count > 0, $"stream {stream} was withheld under one policy and not under another"));
    }

    private void Publish(string site, int batches)
    {
        for (int end = _batches + batches; _batches < end;)
        {
            _writer.Begin(1, (ulong)++_batches);
            for (int frame = 0; frame < BatchFrames; frame++)
            {
                byte stream = (byte)(1 + (frame % Streams));
                int sequence = _published.GetValueOrDefault(stream);
                Assert.True(_writer.TryAdd(ClassOf(stream), sequence, 1, RawFrames.Make(1, stream, sequence, 80)));
                _published[stream] = sequence + 1;
            }

            _outbox.Add(_batches, Topics.RobotBatch(site, "robot-1"), _writer.Finish().ToArray());
        }
    }

    private async Task TakeAllAsync(GatewayHost gateway)
    {
        await using WindowedPublisher robot = Robot(gateway);
        robot.Start();
        await Eventually.HoldsAsync(() => _outbox.Waiting == 0, "the gateway acknowledges all", () => gateway.Snapshot().ToString());
    }

    private WindowedPublisher Robot(GatewayHost gateway)
    {
        _outbox.Rewind();
        return new WindowedPublisher(_outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = "robot-1", Window = 8 });
    }

    private Task<GatewayHost> StartAsync(string site, int? upstream, SpoolRetention retention, PolicyProfile? policy) => GatewayHost.StartAsync(new GatewayOptions
    {
        Id = "gateway",
        Site = site,
        Port = 0,
        SpoolFolder = _folder["spool"],
        MaximumSpoolBytes = FullBytes,
        Retention = retention,
        Policy = policy,
        Seal = _seal,
        Uplink = new UplinkOptions
        {
            TrimBy = TrimBy.Puback,
            Upstreams = upstream is { } port ? [new UpstreamOptions { Host = "127.0.0.1", Port = port }] : [],
            InitialBackoff = TimeSpan.FromMilliseconds(5),
            MaximumBackoff = TimeSpan.FromMilliseconds(50),
        },
    });

    private static RecordClass ClassOf(byte stream) => stream <= (byte)RecordClass.Bulk ? (RecordClass)stream : RecordClass.Telemetry;
}
