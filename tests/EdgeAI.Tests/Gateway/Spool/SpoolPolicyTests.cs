using EdgeAI.Gateway.Policy;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>The policy decides inside the transaction; observers see what is on disk, and nothing else.</summary>
public sealed class SpoolPolicyTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Policy_ThatKeepsEverySecond_IsCarriedByTheRecordsAndItsStateSurvives()
    {
        EverySecond policy = new();
        using (RecordSpool spool = _fixture.Open(options => options with { Policy = policy }))
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1, frames: 5));
            List<ReadRecord> read = SpoolFixture.ReadRecords(spool);
            Assert.Equal(2, read.Count);
            Assert.All(read, record => Assert.Equal((RecordKind.GovernedFrame, RecordClass.Event, Handling.Important, 9u), (record.Kind, record.Class, record.Handling, record.PolicyRevision)));
        }

        EverySecond next = new();
        using RecordSpool again = _fixture.Open(options => options with { Policy = next });
        Assert.Equal(5, next.Seen);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreFrameAsync(again, 1));
        Assert.Equal(3, SpoolFixture.ReadAll(again).Count);
    }

    [Fact]
    public async Task Policy_TransactionRolledBack_IsUndone()
    {
        EverySecond policy = new();
        bool fails = false;
        using RecordSpool spool = _fixture.Open(options => options with { Policy = policy, BeforeCommit = () => _ = fails ? throw new InvalidOperationException("no") : 0 });
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreFrameAsync(spool, 1));
        fails = true;
        Assert.Equal(StoreStatus.DiskError, await SpoolFixture.StoreFrameAsync(spool, 2));
        Assert.Equal(1, policy.Seen);
        fails = false;
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreFrameAsync(spool, 2));
        Assert.Single(SpoolFixture.ReadAll(spool));
    }

    [Fact]
    public async Task Policy_WhatTimeBrings_IsStoredWithoutAnyPublish()
    {
        EverySecond policy = new() { OwnBody = OwnBodies.Of(RecordKind.Withheld) };
        using RecordSpool spool = _fixture.Open(options => options with { Policy = policy });
        await Eventually.HoldsAsync(() => spool.Snapshot().Depth > 0, "the report is stored");
        ReadRecord report = Assert.Single(SpoolFixture.ReadRecords(spool));
        Assert.Equal((RecordKind.Withheld, RecordClass.Event, "gateway"), (report.Kind, report.Class, report.Robot));
    }

    [Fact]
    public async Task Observers_SeeWhatIsOnDiskInOrder_AndNothingOfWhatFailed()
    {
        Recorder recorder = new();
        bool fails = false;
        using RecordSpool spool = _fixture.Open(options => options with { Observers = [recorder], BeforeCommit = () => _ = fails ? throw new InvalidOperationException("no") : 0 });
        await SpoolFixture.StoreBatchAsync(spool, 1);
        fails = true;
        await SpoolFixture.StoreBatchAsync(spool, 2);
        fails = false;
        await SpoolFixture.StoreBatchAsync(spool, 3);
        Assert.Equal(StoreStatus.Stored, await spool.StoreOwnAsync(RecordKind.CommandResult, RecordClass.Event, CommandResults.Of(7)));
        await Eventually.HoldsAsync(() => recorder.Seen.Count == 7, "all are seen");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], recorder.Seen.Select(record => record.Sequence));
        Assert.Equal(RawFrames.Make(1, 1, 301), recorder.Seen[4].Frame);
        Assert.Equal((RecordKind.CommandResult, "gateway"), (recorder.Seen[6].Kind, recorder.Seen[6].Robot));
        Assert.Equal(CommandResults.Of(7), recorder.Seen[6].Frame);
        Assert.Equal(RecordKind.CommandResult, SpoolFixture.ReadRecords(spool).Single(record => record.Class == RecordClass.Event).Kind);
    }

    [Fact]
    public async Task Observers_GroupThatFailsAfterItsLettingGoSucceeded_SeeWhatThatStored()
    {
        using (RecordSpool first = _fixture.Open())
        {
            await SpoolFixture.StoreBatchAsync(first, 1);
        }

        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence = 2");
        Recorder recorder = new();
        int commits = 0;
        using RecordSpool spool = _fixture.Open(options => options with
        {
            IsStepped = true,
            Observers = [recorder],
            BeforeCommit = () => _ = ++commits is 1 or 3 ? throw new InvalidOperationException("no") : 0,
        });
        Assert.Equal([1, 3], SpoolFixture.ReadAll(spool));
        Task<StoreStatus> stored = SpoolFixture.StoreBatchAsync(spool, 2);
        Assert.True(spool.Step());
        Assert.Equal(StoreStatus.DiskError, await stored);
        Assert.Equal(RecordKind.DeclaredLoss, Assert.Single(recorder.Seen).Kind);
        Task<StoreStatus> again = SpoolFixture.StoreBatchAsync(spool, 2);
        Assert.True(spool.Step());
        Assert.Equal(StoreStatus.Stored, await again);
        Assert.Equal([4, 5, 6, 7], recorder.Seen.Select(record => record.Sequence));
    }

    private sealed class Recorder : IStoredRecordObserver
    {
        public List<ReadRecord> Seen { get; } = [];

        public void Stored(in GatewayRecord record) => Seen.Add(new ReadRecord(record));
    }

    private sealed class EverySecond : IRecordPolicy
    {
        private long _saved;

        public long Seen { get; private set; }

        public byte[]? OwnBody { get; set; }

        public uint Revision => 9;

        public void Load(IReadOnlyDictionary<string, byte[]> saved) => Seen = _saved = saved.TryGetValue("seen", out byte[]? value) ? BitConverter.ToInt64(value) : 0;

        public void Apply(in OfferedRecord offered, IRecordSink sink)
        {
            if (++Seen % 2 == 0)
            {
                sink.StoreFrame(offered, RecordClass.Event, Handling.Important, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, offered.Frame);
            }
        }

        public void Advance(long utcNanoseconds, IRecordSink sink)
        {
            if (OwnBody is { } body)
            {
                sink.StoreOwn(RecordKind.Withheld, RecordClass.Event, body);
                OwnBody = null;
            }
        }

        public void Finish(long utcNanoseconds, IRecordSink sink)
        {
        }

        public void Save(Action<string, byte[]?> put) => put("seen", BitConverter.GetBytes(Seen));

        public void Accept() => _saved = Seen;

        public void Undo() => Seen = _saved;
    }
}
