using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;
using EdgeAI.Tests.Gateway.Spool;

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
        SpoolFixture.Release(spool, 2);
        await Eventually.HoldsAsync(() => spool.Snapshot().FailedCommits > 0, "the trim fails");
        _full = false;
        SpoolFixture.Release(spool, 3);
        await SpoolFixture.EmptyAsync(spool);
        Assert.Empty(SpoolFixture.ReadAll(spool));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Spool_DiskFullWhileSettingAside_KeepsTheDamagedRecordUntilItIsSetAside(long damaged)
    {
        using (RecordSpool first = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(first, 1));
        }

        _fixture.Execute($"UPDATE records_telemetry SET frame = CAST(substr(frame, 1, 50) || x'00' || substr(frame, 52) AS BLOB) WHERE sequence = {damaged}");
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs });
        _full = true;
        Assert.Equal(new long[] { 1, 2, 3 }.Where(sequence => sequence != damaged), SpoolFixture.ReadAll(spool));
        await Eventually.HoldsAsync(() => spool.Snapshot().FailedCommits > 0, "setting aside fails");
        _full = false;
        await SpoolFixture.ReleaseAllAsync(spool);
        Assert.Equal(1, spool.Snapshot().Quarantined);
    }

    [Fact]
    public async Task Spool_DiskFullWhileSettingAside_TriesAgainByItself()
    {
        using (RecordSpool first = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(first, 1));
        }

        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence = 2");
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs });
        _full = true;
        Assert.Equal([1, 3], SpoolFixture.ReadAll(spool));
        SpoolFixture.Release(spool, 3);
        await Eventually.HoldsAsync(() => spool.Snapshot().FailedCommits > 1, "setting aside and letting go fail");
        Assert.Equal(0, spool.Snapshot().TrimmedSequence);
        _full = false;
        await Eventually.HoldsAsync(() => spool.Snapshot().Quarantined == 1, "it is set aside");
        await SpoolFixture.ReleaseAllAsync(spool);
        Assert.Equal(1, spool.Snapshot().Quarantined);
    }

    [Fact]
    public async Task Spool_MoreDamagedThanWaitAtOnce_SetsAllAside()
    {
        using (RecordSpool first = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(first, 1, frames: 10));
        }

        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence <= 8");
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs, MaximumGroupRecords = 3 });
        _full = true;
        Assert.Empty(SpoolFixture.ReadAll(spool));
        _full = false;
        await Eventually.HoldsAsync(() => SpoolFixture.ReadAll(spool).SequenceEqual([9L, 10L]), "the rest is read once the damaged are set aside");
        await SpoolFixture.ReleaseAllAsync(spool);
        Assert.Equal(8, spool.Snapshot().Quarantined);
    }

    [Fact]
    public async Task Spool_SameDamageReadAgainAndAgain_StillTriesAgainToSetItAside()
    {
        using (RecordSpool first = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(first, 1, frames: 10));
        }

        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence <= 8");
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = _vfs, MaximumGroupRecords = 3 });
        _full = true;
        Assert.Empty(SpoolFixture.ReadAll(spool));

        // The second attempt from here on certainly began when all three that may wait did: nothing that a reader meets is new from then on.
        long failed = spool.Snapshot().FailedCommits;
        await Eventually.HoldsAsync(() => spool.Snapshot().FailedCommits >= failed + 2, "setting aside is tried again");
        _full = false;
        await Eventually.HoldsAsync(() => SpoolFixture.ReadAll(spool).SequenceEqual([9L, 10L]) && spool.Snapshot().Quarantined == 8, "all damaged are set aside and the rest is read");
    }

    [Fact]
    public async Task Spool_DiskFailsWhileALossWaitsToBeDeclared_PausesBetweenTwoTries()
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(2);
        File.Delete(killed.Journal);
        SteppedTime time = new(DateTimeOffset.UnixEpoch);
        using RecordSpool spool = RecordSpool.Open(killed.Options with { IsStepped = true, Time = time, Vfs = _vfs });
        _syncFails = true;
        Assert.True(spool.Step());
        Assert.False(spool.Step());
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.True(spool.Step());
        Assert.False(spool.Step());
        Assert.Equal(2, spool.Snapshot().FailedCommits);
        _syncFails = false;
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.True(spool.Step());
        Assert.Equal(4, SpoolFixture.ReadLosses(spool).Count);
    }

    [Fact]
    public async Task Spool_ExceptionBeforeTheCommit_RefusesThatGroupAlone()
    {
        int calls = 0;
        using RecordSpool spool = _fixture.Open(options => options with
        {
            BeforeCommit = () =>
            {
                if (++calls == 1)
                {
                    throw new InvalidOperationException("before the commit");
                }
            },
        });
        Assert.Equal(StoreStatus.DiskError, await SpoolFixture.StoreBatchAsync(spool, 1));
        Assert.Equal("before the commit", spool.Snapshot().LastError);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 2));
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        Assert.Equal([1, 2, 3, 4, 5, 6], SpoolFixture.ReadAll(spool));
        Assert.Equal(1, spool.Snapshot().FailedCommits);
    }

    [Fact]
    public async Task Spool_ExceptionAfterTheCommit_RefusesNothing()
    {
        using RecordSpool spool = _fixture.Open();
        spool.Committed += () => throw new InvalidOperationException("after the commit");
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        SpoolFixture.Release(spool, 1);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 2));
        Assert.Equal([2, 3, 4, 5, 6], SpoolFixture.ReadAll(spool));
        Assert.Equal(0, spool.Snapshot().FailedCommits);
    }
}
