using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

public sealed class SpoolTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Spool_OpenedAgain_HasEpochAndRecordsOfBefore()
    {
        SpoolIdentity identity;
        using (RecordSpool spool = _fixture.Open())
        {
            identity = spool.Identity;
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreFrameAsync(spool, 1));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(identity, again.Identity);
        Assert.True(identity.Epoch > 0);
        Assert.Equal(4, again.Snapshot().Depth);
        Assert.Equal([1, 2, 3, 4], SpoolFixture.ReadAll(again));
    }

    [Fact]
    public async Task Spool_EmptiedAndOpenedAgain_NeverGivesANumberTwice()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            await SpoolFixture.StoreFrameAsync(spool, 1);
            await SpoolFixture.StoreFrameAsync(spool, 2);
            SpoolFixture.Release(spool, 2);
            await SpoolFixture.EmptyAsync(spool);
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(0, again.Snapshot().Depth);
        await SpoolFixture.StoreFrameAsync(again, 3);
        Assert.Equal([3], SpoolFixture.ReadAll(again));
    }

    [Fact]
    public async Task Spool_SameBatchAgain_StoresItOnceAlsoAfterARestart()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 500));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 502));
            Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, 500));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 500, boot: 2));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 500, robot: "other"));
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(again, 502));
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(again, 501));
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(again, 501));
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(again, 600));
        Assert.Equal(StoreStatus.BatchTooOld, await SpoolFixture.StoreBatchAsync(again, 502));
        Assert.Equal(6 * 3, again.Snapshot().Depth);
        Assert.Equal(1, again.Snapshot().RefusedTooOld);
        Assert.Equal(2, again.Snapshot().BatchesAlreadyStored);
    }

    [Fact]
    public async Task Spool_ManyBoots_RemembersTheLatest()
    {
        using RecordSpool spool = _fixture.Open();
        for (uint boot = 1; boot <= PublisherLedger.BootsPerRobot + 1; boot++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1, boot));
        }

        Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, 1, boot: 2));
        Assert.Equal(PublisherLedger.BootsPerRobot, _fixture.Scalar("SELECT count(*) FROM publishers"));
    }

    [Theory]
    [InlineData("UPDATE records_telemetry SET frame = CAST(substr(frame, 1, 50) || x'00' || substr(frame, 52) AS BLOB) WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET kind = 77 WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET kind = 2, handling = 1, revision = 1 WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET robot = 'somebody-else' WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET robot = '' WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET frame = x'' WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET crc32c = 0 WHERE sequence = 5")]
    public async Task Spool_OneRowDamaged_SetsItAsideAndGoesOn(string damage)
    {
        using (RecordSpool spool = _fixture.Open())
        {
            for (int sequence = 1; sequence <= 10; sequence++)
            {
                await SpoolFixture.StoreFrameAsync(spool, sequence);
            }
        }

        _fixture.Execute(damage);
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9, 10], SpoolFixture.ReadAll(spool));
            await Eventually.HoldsAsync(() => spool.Snapshot().Quarantined == 1, "the damaged record is set aside");
            Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9, 10], SpoolFixture.ReadAll(spool));
            DeclaredLoss loss = Assert.Single(SpoolFixture.ReadLosses(spool));
            Assert.Equal((LossReason.Damaged, RecordClass.Telemetry, true, 5, 5, 1), (loss.Reason, loss.Class, loss.IsExact, loss.First, loss.Last, loss.Count));
            await SpoolFixture.ReleaseAllAsync(spool);
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(1, again.Snapshot().Quarantined);
        Assert.Equal(1, _fixture.Scalar("SELECT count(*) FROM quarantine WHERE reason <> '' AND frame IS NOT NULL"));
    }

    [Fact]
    public async Task Spool_ByteFlippedInTheFile_SetsTheRecordAsideAndGoesOn()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            for (int sequence = 1; sequence <= 10; sequence++)
            {
                await SpoolFixture.StoreFrameAsync(spool, sequence);
            }
        }

        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        int at = file.AsSpan().IndexOf(RawFrames.Make(1, 1, 7));
        Assert.True(at > 0, "the frame stands in the file as it is");
        file[at + 100] ^= 0x10;
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);

        using RecordSpool again = _fixture.Open();
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 9, 10], SpoolFixture.ReadAll(again));
        await Eventually.HoldsAsync(() => again.Snapshot().Quarantined == 1, "the damaged record is set aside");
    }

    [Fact]
    public async Task Spool_DamagedPageInTheMiddle_CountsItsRecordsAsLostAndServesTheRest()
    {
        const int Stored = 600;
        using (RecordSpool spool = _fixture.Open())
        {
            for (ulong number = 1; number <= Stored / 3; number++)
            {
                await SpoolFixture.StoreBatchAsync(spool, number);
            }
        }

        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        int at = file.AsSpan().IndexOf(RawFrames.Make(1, 1, 100 * 100));
        Assert.True(at > 0, "the frame stands in the file as it is");
        file.AsSpan(at / 4096 * 4096, 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);

        long lost;
        using (RecordSpool spool = _fixture.Open())
        {
            List<long> read = SpoolFixture.ReadAll(spool);
            await Eventually.HoldsAsync(() => spool.Snapshot().Lost > 0, "the loss is noted");
            lost = spool.Snapshot().Lost;
            Assert.Equal(Stored, read.Count + lost);
            Assert.InRange(lost, 1, 40);
            Assert.Equal(Stored, read[^1]);
            Assert.Equal(read.Count + 1, spool.Snapshot().Depth);
            DeclaredLoss loss = Assert.Single(SpoolFixture.ReadLosses(spool));
            Assert.Equal((LossReason.Unreadable, RecordClass.Telemetry, true, lost), (loss.Reason, loss.Class, loss.IsExact, loss.Count));
            Assert.Equal(lost, Enumerable.Range(1, Stored).Select(value => (long)value).Except(read).Count(sequence => sequence >= loss.First && sequence <= loss.Last));
            await SpoolFixture.ReleaseAllAsync(spool);
            long last = spool.Snapshot().LastSequence;
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1000));
            Assert.Equal([last + 1, last + 2, last + 3], SpoolFixture.ReadAll(spool));
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(lost, again.Snapshot().Lost);
        Assert.Equal(3, again.Snapshot().Depth);
    }

    [Fact]
    public async Task Spool_MoreRobotsThanItRemembers_RefusesTheNewOneByName()
    {
        using (RecordSpool spool = _fixture.Open(options => options with { MaximumRobots = 2 }))
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1, robot: "one"));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1, robot: "two"));
            Assert.Equal(StoreStatus.TooManyRobots, await SpoolFixture.StoreBatchAsync(spool, 1, robot: "three"));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1, boot: 2, robot: "one"));
            Assert.Equal(1, spool.Snapshot().RefusedTooManyRobots);
            Assert.Equal(9, spool.Snapshot().Depth);
        }

        using RecordSpool again = _fixture.Open(options => options with { MaximumRobots = 2 });
        Assert.Equal(StoreStatus.TooManyRobots, await SpoolFixture.StoreBatchAsync(again, 1, robot: "three"));
        Assert.Equal(2, _fixture.Scalar("SELECT count(DISTINCT robot) FROM publishers"));
    }

    [Fact]
    public async Task Spool_MoreDamagedThanTheQuarantineKeeps_CountsTheRest()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            await SpoolFixture.StoreBatchAsync(spool, 1, frames: 10);
        }

        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence <= 8");
        using (RecordSpool spool = _fixture.Open(options => options with { MaximumQuarantinedRows = 3 }))
        {
            Assert.Equal([9, 10], SpoolFixture.ReadAll(spool));
            await Eventually.HoldsAsync(() => spool.Snapshot().Quarantined == 8, "all are counted");
            await SpoolFixture.ReleaseAllAsync(spool);
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(8, again.Snapshot().Quarantined);
        Assert.Equal(3, _fixture.Scalar("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public async Task Spool_FullByItsCap_RefusesAndTakesAgainAfterTrimming()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 256 << 10, Retention = new SpoolRetention { WhenFull = WhenFull.Refuse } });
        int stored = await FillAsync(spool);
        long depth = spool.Snapshot().Depth;
        Assert.Equal(stored, depth);
        Assert.InRange(spool.Snapshot().Bytes, 128 << 10, 256 << 10);
        Assert.Equal(1, spool.Snapshot().RefusedFull);
        Assert.Equal(StoreStatus.Full, await SpoolFixture.StoreBatchAsync(spool, 1, frames: 20));

        SpoolFixture.Release(spool, stored / 2);
        await Eventually.HoldsAsync(() => spool.Snapshot().Depth < depth, "records are let go");
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1, frames: 20));
        Assert.Equal((stored / 2) + (stored % 2) + 20, SpoolFixture.ReadAll(spool).Count);
    }

    [Fact]
    public async Task Spool_FullBySqlite_RollsBackRefusesAndTakesAgainAfterTrimming()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumPageCount = 60, ReserveBytes = 0, Retention = new SpoolRetention { WhenFull = WhenFull.Refuse } });
        int stored = await FillAsync(spool);
        Assert.InRange(spool.Snapshot().FailedCommits, 1, 2);
        Assert.Contains("full", spool.Snapshot().LastError, StringComparison.Ordinal);
        Assert.Equal(StoreStatus.Full, await SpoolFixture.StoreBatchAsync(spool, 9, frames: 60));

        SpoolFixture.Release(spool, stored);
        await SpoolFixture.EmptyAsync(spool);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 9, frames: 60));
        Assert.Equal(Enumerable.Range(stored + 1, 60).Select(value => (long)value), SpoolFixture.ReadAll(spool));
    }

    [Fact]
    public async Task Spool_ManyPublishesAtOnce_ShareCommits()
    {
        using ManualResetEventSlim held = new();
        using ManualResetEventSlim reached = new();
        using RecordSpool spool = _fixture.Open(options => options with
        {
            BeforeCommit = () =>
            {
                reached.Set();
                held.Wait(TimeSpan.FromSeconds(20)); // Bounded: a failing test must end, too.
            },
        });
        List<Task<StoreStatus>> stores = [SpoolFixture.StoreFrameAsync(spool, 0)];
        Assert.True(reached.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        stores.AddRange(Enumerable.Range(1, 199).Select(index => SpoolFixture.StoreFrameAsync(spool, index)));
        held.Set();
        Assert.All(await Task.WhenAll(stores), status => Assert.Equal(StoreStatus.Stored, status));
        Assert.Equal(2, spool.Snapshot().Commits);
        Assert.Equal(199, spool.Snapshot().LargestGroup);
        Assert.Equal(200, SpoolFixture.ReadAll(spool).Count);
    }

    [Fact]
    public async Task Spool_QueueFull_RefusesWithoutWaiting()
    {
        using ManualResetEventSlim held = new();
        using ManualResetEventSlim reached = new();
        using RecordSpool spool = _fixture.Open(options => options with
        {
            QueueCapacity = 3,
            BeforeCommit = () =>
            {
                reached.Set();
                held.Wait(TimeSpan.FromSeconds(20)); // Bounded: a failing test must end, too.
            },
        });
        List<Task<StoreStatus>> stores = [SpoolFixture.StoreFrameAsync(spool, 0)];
        Assert.True(reached.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        stores.AddRange(Enumerable.Range(1, 3).Select(index => SpoolFixture.StoreFrameAsync(spool, index)));
        Assert.Equal(StoreStatus.QueueFull, await SpoolFixture.StoreFrameAsync(spool, 4));
        Assert.DoesNotContain(stores, store => store.IsCompleted);
        held.Set();
        Assert.All(await Task.WhenAll(stores), status => Assert.Equal(StoreStatus.Stored, status));
        Assert.Equal(1, spool.Snapshot().RefusedQueueFull);
    }

    [Fact]
    public async Task Spool_Closed_StoresWhatWaitedAndRefusesTheRest()
    {
        RecordSpool spool = _fixture.Open();
        Task<StoreStatus>[] stores = [.. Enumerable.Range(0, 50).Select(index => SpoolFixture.StoreFrameAsync(spool, index))];
        spool.Dispose();
        Assert.All(await Task.WhenAll(stores), status => Assert.Equal(StoreStatus.Stored, status));
        Assert.Equal(StoreStatus.Stopping, await SpoolFixture.StoreFrameAsync(spool, 50));
        using RecordSpool again = _fixture.Open();
        Assert.Equal(50, again.Snapshot().Depth);
    }

    [Fact]
    public void StoredBatches_AnyOrderOfNumbers_KnowsExactlyTheLatest()
    {
        Random random = new(5);
        for (int round = 0; round < 2000; round++)
        {
            HashSet<long> oracle = [1000];
            StoredBatches batches = new(1000, 1);
            for (int step = 0; step < 50; step++)
            {
                long number = batches.Last + random.Next(-70, 12);
                bool? expected = number <= batches.Last - StoredBatches.Window ? null : oracle.Contains(number);
                Assert.Equal(expected, batches.Contains(number));
                if (expected == false)
                {
                    oracle.Add(number);
                    batches = batches.With(number);
                }
            }
        }
    }

    private static async Task<int> FillAsync(RecordSpool spool)
    {
        int stored = 0;
        while (await SpoolFixture.StoreFrameAsync(spool, stored) == StoreStatus.Stored)
        {
            stored++;
            Assert.True(stored < 10_000, "it never gets full");
        }

        return stored;
    }
}
