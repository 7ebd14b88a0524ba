using EdgeAI.Gateway.Policy;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;
using EdgeAI.Tests.Gateway.Spool;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>The policy inside the real spool's transactions: commits that fail, restarts, an orderly stop.</summary>
public sealed class PolicySpoolTests : IDisposable
{
    private static readonly PolicyProfile Policy = PolicyRules.Of(
        2,
        "\"stream\": 1, \"everyNth\": 3, \"level\": \"general\", \"leaves\": true",
        """ "stream": 2, "message": "temperature", "window": { "seconds": 1 }, "leaves": true """,
        """ "stream": 3, "message": "temperature", "deadband": { "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.1 } ] }, "leaves": true """);

    private readonly SpoolFixture _fixture = new();
    private RecordPolicy? _policy;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Store_CommitsFailingAndSpoolsRestarting_AcknowledgedIsStoredPlusWithheld()
    {
        Random random = new(7);
        long acknowledged = 0;
        int failures = 0;
        ulong number = 0;
        long sequence = 0;
        for (int life = 0; life < 12; life++)
        {
            using RecordSpool spool = Open(() =>
            {
                if (random.Next(3) == 0)
                {
                    failures++;
                    throw new IOException("the disk said no");
                }
            });
            for (int batch = 0; batch < 25; batch++)
            {
                byte[] payload = Batch(++number, random, ref sequence, out int frames);
                StoreStatus status;
                do
                {
                    Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload, out RobotBatchReader opened));
                    status = await spool.StoreAsync(StoreRequest.ForBatch("robot", payload, opened, OfferedFrame.Begin));
                }
                while (status == StoreStatus.DiskError);
                Assert.Equal(StoreStatus.Stored, status);
                acknowledged += frames;
            }
        }

        Assert.True(failures > 50, $"{failures} commits failed");
        Open(null).Dispose();
        using RecordSpool read = Open(null);
        List<ReadRecord> records = SpoolFixture.ReadRecords(read);
        long withheld = records.Where(static record => record.Kind == RecordKind.Withheld).Sum(static record => Withheld.TryRead(record.Frame, out Withheld report) ? report.Count : 0);
        long stored = records.Count(static record => record.Kind == RecordKind.GovernedFrame);
        Assert.Equal(acknowledged, stored + withheld + _policy!.Snapshot().Held);
        Assert.InRange(stored, acknowledged / 10, acknowledged * 9 / 10);
        Assert.All(records.Where(static record => record.Kind == RecordKind.GovernedFrame), static record => Assert.Equal(2u, record.PolicyRevision));
        ReadRecord change = Assert.Single(records, static record => record.Kind == RecordKind.PolicyChange);
        Assert.True(PolicyChange.TryRead(change.Frame, out PolicyChange policy));
        Assert.Equal(Policy.ToCanonicalJson(), policy.Text.ToArray());
    }

    [Fact]
    public async Task Store_UpstreamAwayForHours_KeepsOneReportAStreamAndTellsTheRestWhenThatIsReleased()
    {
        SteppedTime time = new(DateTimeOffset.UnixEpoch.AddTicks(OfferedFrame.Begin / TimeSpan.NanosecondsPerTick));
        using RecordSpool spool = _fixture.Open(options => options with { Policy = new RecordPolicy(Policy, new FixedPosition(null)), Time = time, IsStepped = true, WithoutSync = true });
        int stored = 0;
        for (int period = 0; period < 200; period++)
        {
            Task<StoreStatus> publish = spool.StoreAsync(StoreRequest.ForFrame("robot", OfferedFrame.Temperature(2000, period).Frame, OfferedFrame.Begin));
            Step(spool);
            Assert.Equal(StoreStatus.Stored, await publish);
            stored++;
            time.Pass(TimeSpan.FromSeconds(31));
            Step(spool);
        }

        Assert.Single(Reports(spool));
        long reported = Reports(spool)[0];
        using (ISpoolLane events = spool.OpenLane(RecordClass.Event))
        {
            events.Release(1, events.Newest);
        }

        Step(spool);
        time.Pass(TimeSpan.FromSeconds(31));
        Step(spool);
        reported += Assert.Single(Reports(spool));
        Assert.Equal(stored, reported + SpoolFixture.ReadRecords(spool).Count(static record => record.Kind == RecordKind.GovernedFrame));
    }

    [Fact]
    public async Task Store_BuiltInPolicy_StoresPlainFramesAndReportsImagesAtTheStop()
    {
        using (RecordSpool spool = _fixture.Open(static options => options with { Policy = new RecordPolicy(null, new FixedPosition(null)) }))
        {
            Assert.Equal(StoreStatus.Stored, await spool.StoreAsync(StoreRequest.ForFrame("robot", OfferedFrame.Image(0).Frame, OfferedFrame.Begin)));
            Assert.Equal(StoreStatus.Stored, await spool.StoreAsync(StoreRequest.ForFrame("robot", OfferedFrame.Temperature(1, 0).Frame, OfferedFrame.Begin)));
        }

        using RecordSpool read = _fixture.Open();
        List<ReadRecord> records = SpoolFixture.ReadRecords(read);
        Assert.Equal([RecordKind.Withheld, RecordKind.Frame], records.Select(static record => record.Kind));
        Assert.Equal((RecordClass.Event, "gateway"), (records[0].Class, records[0].Robot));
    }

    private static List<long> Reports(RecordSpool spool)
        => [.. SpoolFixture.ReadRecords(spool).Where(static record => record.Kind == RecordKind.Withheld).Select(static record => Withheld.TryRead(record.Frame, out Withheld report) ? report.Count : throw new InvalidOperationException("no report"))];

    private static void Step(RecordSpool spool)
    {
        while (spool.Step())
        {
        }
    }

    private static byte[] Batch(ulong number, Random random, ref long sequence, out int frames)
    {
        frames = random.Next(1, 20);
        RobotBatchWriter writer = new(64 << 10);
        writer.Begin(5, number);
        for (int index = 0; index < frames; index++)
        {
            OfferedFrame frame = OfferedFrame.Temperature(random.Next(2000, 2030), sequence, OfferedFrame.Begin + (sequence++ * 50_000_000), (byte)random.Next(1, 5));
            Assert.True(writer.TryAdd(RecordClass.Telemetry, frame.Stamp, 1, frame.Frame));
        }

        return writer.Finish().ToArray();
    }

    private RecordSpool Open(Action? beforeCommit)
    {
        _policy = new RecordPolicy(Policy, new FixedPosition(null));
        return _fixture.Open(options => options with { Policy = _policy, BeforeCommit = beforeCommit, Time = StoppedClock.Instance });
    }

    // UTC stands still, so that no window ends by time; everything else goes on.
    private sealed class StoppedClock : TimeProvider
    {
        public static StoppedClock Instance { get; } = new();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(OfferedFrame.Begin / TimeSpan.NanosecondsPerTick);
    }
}
