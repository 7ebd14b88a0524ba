using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway;

/// <summary>The disk fails under the spool: what could not be stored is refused, nothing is half there, and it goes on when the disk does.</summary>
public sealed class SpoolDiskFaultTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();
    private readonly string _vfs = $"fault-{Guid.NewGuid():N}";
    private volatile bool _full;
    private volatile bool _syncFails;

    public SpoolDiskFaultTests() => PowerCutVfs.Register(_vfs, new PowerCutOptions
    {
        LeakedPart = 0,
        MaximumSyncMilliseconds = 0,
        IsFull = () => _full,
        FailsSync = () => _syncFails,
    });

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Spool_DiskFullAndBack_RefusesThenTakes()
    {
        using (RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs }))
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
            _full = true;
            Assert.Equal(StoreStatus.Full, await SpoolFixture.StoreBatchAsync(spool, 2));
            Assert.Equal(StoreStatus.Full, await SpoolFixture.StoreBatchAsync(spool, 2));
            Assert.Equal([1, 2, 3], SpoolFixture.ReadAll(spool));
            _full = false;
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 2));
            Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, 2));
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal([1, 2, 3, 4, 5, 6], SpoolFixture.ReadAll(again));
    }

    [Fact]
    public async Task Spool_SyncFails_RefusesThenTakes()
    {
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs });
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        _syncFails = true;
        Assert.Equal(StoreStatus.DiskError, await SpoolFixture.StoreBatchAsync(spool, 2));
        Assert.NotEqual("", spool.Snapshot().LastError);
        _syncFails = false;
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 2));
        Assert.Equal([1, 2, 3, 4, 5, 6], SpoolFixture.ReadAll(spool));
        Assert.Equal(1, spool.Snapshot().RefusedDiskError);
    }

    [Fact]
    public async Task Spool_DiskFullWhileTrimming_TrimsWhenItIsBack()
    {
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs });
        await SpoolFixture.StoreBatchAsync(spool, 1);
        _full = true;
        spool.Trim(2);
        await Eventually.HoldsAsync(() => spool.Snapshot().FailedCommits > 0, "the trim fails");
        _full = false;
        spool.Trim(3);
        await SpoolFixture.EmptyAsync(spool);
        Assert.Empty(SpoolFixture.ReadAll(spool));
    }
}
