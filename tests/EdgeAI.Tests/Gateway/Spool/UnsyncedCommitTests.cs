using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>
/// A commit whose sync failed is refused, and yet it stands whole in the journal: the next start reads it there as if it had succeeded. Found by
/// the simulator first.
/// </summary>
public sealed class UnsyncedCommitTests : IDisposable
{
    // Of so many frames each batch takes some pages more.
    private const int LongBatch = 60;

    private readonly SpoolFixture _fixture = new();
    private readonly string _vfs = $"journal-{Guid.NewGuid():N}";
    private readonly PowerCutVfs _disk;
    private bool _failsSync;

    public UnsyncedCommitTests()
        => _disk = PowerCutVfs.Register(_vfs, new PowerCutOptions { LeakedPart = 0, MaximumSyncMilliseconds = 0, FailsSync = () => _failsSync });

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Start_FindsACommitThatWasNeverSynced_AcknowledgesItOnlyOnceItIs()
    {
        await FailToSyncSecondBatchAsync();
        using (RecordSpool spool = Open())
        {
            Assert.Equal(StoreStatus.AlreadyStored, await StoreAsync(spool, 2));
            _disk.CutPower();
        }

        _disk.RestorePower(seed: 1);
        using RecordSpool after = Open();
        Assert.Equal([1, 2, 3, 4, 5, 6], SpoolFixture.ReadAll(after));
    }

    [Fact]
    public async Task Start_FindsACommitThatWasNeverSynced_HandsItOutUnderNumbersThatNoOtherRecordGets()
    {
        await FailToSyncSecondBatchAsync();
        List<ReadRecord> sent;
        using (RecordSpool spool = Open())
        {
            sent = SpoolFixture.ReadRecords(spool);
            _disk.CutPower();
        }

        _disk.RestorePower(seed: 1);
        using RecordSpool after = Open();
        Assert.Equal(StoreStatus.Stored, await StoreAsync(after, 3));
        Dictionary<long, ReadRecord> kept = SpoolFixture.ReadRecords(after).ToDictionary(record => record.Sequence);
        Assert.Equal(6, sent.Count);
        Assert.All(sent, record => Assert.Equal(record.Frame, kept[record.Sequence].Frame));
    }

    [Fact]
    public async Task Start_FindsBehindTheLastCommitWhatWasRolledBack_LeavesItThere()
    {
        using (RecordSpool spool = Open())
        {
            // The third one that is written over the first two is the shortest, so that the end of each of them shows behind it.
            Assert.Equal(StoreStatus.Stored, await StoreAsync(spool, 1));
            _failsSync = true;
            Assert.All(await StoreTogetherAsync(spool, 2, 3, 4), status => Assert.Equal(StoreStatus.DiskError, status));
            Assert.All(await StoreTogetherAsync(spool, 2, 3), status => Assert.Equal(StoreStatus.DiskError, status));
            _failsSync = false;
            Assert.All(await StoreTogetherAsync(spool, 4), status => Assert.Equal(StoreStatus.Stored, status));
            _disk.CutPower();
        }

        _disk.RestorePower(seed: 1);
        using RecordSpool after = Open();
        while (after.Step())
        {
        }

        Assert.Equal(Enumerable.Range(1, 3 + LongBatch).Select(sequence => (long)sequence), SpoolFixture.ReadAll(after));
        Assert.Equal("", after.Snapshot().Salvaged);
    }

    private async Task FailToSyncSecondBatchAsync()
    {
        using (RecordSpool spool = Open())
        {
            Assert.Equal(StoreStatus.Stored, await StoreAsync(spool, 1));
            _failsSync = true;
            Assert.Equal(StoreStatus.DiskError, await StoreAsync(spool, 2));
        }

        _failsSync = false;
    }

    // Without the spool's own thread, which would sync the journal when nothing waits.
    private RecordSpool Open() => _fixture.Open(options => options with { Vfs = _vfs, IsStepped = true, ReserveBytes = 0 });

    // In one transaction.
    private static Task<StoreStatus[]> StoreTogetherAsync(RecordSpool spool, params ReadOnlySpan<ulong> numbers)
    {
        List<Task<StoreStatus>> stored = [];
        foreach (ulong number in numbers)
        {
            stored.Add(SpoolFixture.StoreBatchAsync(spool, number, frames: LongBatch));
        }

        Assert.True(spool.Step());
        return Task.WhenAll(stored);
    }

    private static Task<StoreStatus> StoreAsync(RecordSpool spool, ulong number)
    {
        Task<StoreStatus> stored = SpoolFixture.StoreBatchAsync(spool, number);
        Assert.True(spool.Step());
        return stored;
    }
}
