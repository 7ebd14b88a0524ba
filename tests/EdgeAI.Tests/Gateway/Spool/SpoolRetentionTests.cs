using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>What goes when the spool is full or records grow old, and that each loss is declared exactly.</summary>
public sealed class SpoolRetentionTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Full_OfEveryClass_DropsBulkThenTelemetryThenEventAndNeverSafety()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 1 << 20 });
        ulong number = 0;
        for (int round = 0; round < 60; round++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 80));
        }

        AssertAccounted(spool, stored: 60 * 20);
        Assert.Equal([RecordClass.Bulk], Lost(spool));
        while (Lost(spool).Count < 2)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Telemetry));
        }

        Assert.Equal(0, spool.Snapshot().Lanes[3].Records);
        while (Lost(spool).Count < 3)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Event));
        }

        Assert.Equal(0, spool.Snapshot().Lanes[2].Records);
        StoreStatus status = StoreStatus.Stored;
        long safety = spool.Snapshot().Lanes[0].Records;
        while (status == StoreStatus.Stored)
        {
            safety = spool.Snapshot().Lanes[0].Records;
            status = await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Safety);
        }

        Assert.Equal(StoreStatus.Full, status);
        Assert.Equal(safety, spool.Snapshot().Lanes[0].Records);
        Assert.DoesNotContain(RecordClass.Safety, Lost(spool));
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Bulk));
        Assert.InRange(spool.Snapshot().Bytes, 900 << 10, (1 << 20) + (64 << 10));
    }

    [Fact]
    public async Task Full_OfImportantRecords_RefusesBulkInsteadOfDroppingThem()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 512 << 10 });
        ulong number = 0;
        while (await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Event) == StoreStatus.Stored && spool.Snapshot().Lost == 0)
        {
        }

        long before = spool.Snapshot().Lanes[1].Records;
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 500, RecordClass.Bulk));
        Assert.Equal(before, spool.Snapshot().Lanes[1].Records);
    }

    [Fact]
    public async Task Full_WithReservedRoom_KeepsItForItsClass()
    {
        SpoolRetention retention = new() { Event = new LaneLimits { ReservedBytes = 256 << 10 } };
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 768 << 10, Retention = retention });
        ulong number = 0;
        while (spool.Snapshot().Lost == 0)
        {
            await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Bulk);
        }

        Assert.InRange(spool.Snapshot().Bytes, 300 << 10, 512 << 10);
        for (int round = 0; round < 30; round++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 20, RecordClass.Event));
        }

        Assert.Equal(600, spool.Snapshot().Lanes[1].Records);
        Assert.Equal([RecordClass.Bulk], Lost(spool));
    }

    [Fact]
    public async Task Class_AtItsMaximum_DropsItsOwnOldest()
    {
        SpoolRetention retention = new() { Telemetry = new LaneLimits { MaximumBytes = 100_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { Retention = retention });
        for (ulong number = 1; number <= 40; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, 40));
        }

        Assert.InRange(spool.Snapshot().Lanes[2].Bytes, 1, 100_000);
        Assert.Equal([RecordClass.Telemetry], Lost(spool));
        AssertAccounted(spool, stored: 40 * 10);
    }

    [Fact]
    public async Task Drop_RecordsOfTheGatewaysOwn_Stay()
    {
        SpoolRetention retention = new() { Event = new LaneLimits { MaximumBytes = 50_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { Retention = retention });
        for (ulong number = 1; number <= 30; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, 20, RecordClass.Event));
            Assert.Equal(StoreStatus.Stored, await spool.StoreOwnAsync(RecordKind.CommandResult, RecordClass.Event, CommandResults.Of((long)number)));
        }

        List<ReadRecord> read = SpoolFixture.ReadRecords(spool);
        Assert.Equal(Enumerable.Range(1, 30).Select(number => (long)number), read.Where(record => record.Kind == RecordKind.CommandResult).Select(record => CommandResults.NumberOf(record.Frame)));
        AssertAccounted(spool, stored: 30 * 20);

        // What stays in between makes no loss reach back over the one before.
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        Assert.True(losses.Count > 1);
        Assert.All(losses.Zip(losses.Skip(1)), pair => Assert.True(pair.Second.First > pair.First.Last, $"{pair.First} and {pair.Second}"));
    }

    [Fact]
    public async Task Full_BehindMoreRecordsOfTheGatewaysOwnThanADropTakes_StillMakesRoom()
    {
        const int Own = 17_000;
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 6 << 20, QueueCapacity = 2 * Own, WithoutSync = true });
        await Task.WhenAll(Enumerable.Range(0, Own).Select(_ => spool.StoreOwnAsync(RecordKind.Withheld, RecordClass.Event, OwnBodies.Of(RecordKind.Withheld))));
        Assert.Equal(Own, spool.Snapshot().Lanes[1].Records);
        ulong number = 0;
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 50, RecordClass.Event));
        }

        int safety = 0;
        while (spool.Snapshot().Lost == 0)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++number, 100, RecordClass.Safety));
            Assert.InRange(safety += 100, 100, 50_000);
        }

        Assert.Equal([RecordClass.Event], Lost(spool));
        Assert.Equal(Own + 1000, spool.Snapshot().Lanes[1].Records + spool.Snapshot().Lost);
        Assert.Equal(Own, SpoolFixture.ReadRecords(spool).Count(record => record.Kind == RecordKind.Withheld));
    }

    [Fact]
    public async Task Full_ForLong_MakesFewLosses()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 4 << 20 });
        for (ulong number = 1; number <= 200; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, 200, RecordClass.Bulk));
        }

        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        Assert.InRange(losses.Count, 1, 50);
        AssertAccounted(spool, stored: 200 * 200);
        Assert.All(losses, loss => Assert.Equal((LossReason.DroppedForRoom, true, 1_795_000_000_000_000_000), (loss.Reason, loss.IsExact, loss.EarliestReceivedUtcNanoseconds)));
    }

    [Fact]
    public async Task Drop_OfWhatWasHandedOut_IsNoExactCount()
    {
        SpoolRetention retention = new() { Bulk = new LaneLimits { MaximumBytes = 30_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { Retention = retention });
        await SpoolLaneTests.StoreMixedAsync(spool, 1, 100, RecordClass.Bulk);
        Assert.Equal(100, SpoolFixture.ReadAll(spool).Count);
        await SpoolLaneTests.StoreMixedAsync(spool, 2, 50, RecordClass.Bulk);
        Assert.False(SpoolFixture.ReadLosses(spool)[0].IsExact);
    }

    [Fact]
    public async Task Drop_OfWhatMayHaveBeenSentInALifeBefore_IsNoExactCount()
    {
        Func<SpoolOptions, SpoolOptions> small = static options => options with { MaximumBytes = 256 << 10 };
        using (RecordSpool before = _fixture.Open(small))
        {
            await SpoolLaneTests.StoreMixedAsync(before, 1, 80, RecordClass.Bulk);
        }

        using RecordSpool spool = _fixture.Open(small);
        using ISpoolLane lane = spool.OpenLane(RecordClass.Bulk);
        lane.NoteSentBefore();
        for (ulong number = 2; spool.Snapshot().Lost == 0; number++)
        {
            await SpoolLaneTests.StoreMixedAsync(spool, number, 80, RecordClass.Bulk);
        }

        Assert.False(SpoolFixture.ReadLosses(spool)[0].IsExact);
    }

    [Fact]
    public async Task Drop_OfWhatOnlyAMetricRead_IsAnExactCount()
    {
        SpoolRetention retention = new() { Bulk = new LaneLimits { MaximumBytes = 30_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { Retention = retention });
        await SpoolLaneTests.StoreMixedAsync(spool, 1, 100, RecordClass.Bulk);
        using OldestRecords oldest = new(spool, TimeProvider.System);
        Assert.Equal(RecordClass.Bulk, Assert.Single(oldest.Ages()).Class);
        await SpoolLaneTests.StoreMixedAsync(spool, 2, 50, RecordClass.Bulk);
        Assert.True(SpoolFixture.ReadLosses(spool)[0].IsExact);
    }

    [Fact]
    public async Task Drop_FromATableClosedSinceItWasHandedOut_IsNoExactCount()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 512 << 10 });
        await SpoolLaneTests.StoreMixedAsync(spool, 1, 400, RecordClass.Bulk);
        Assert.Equal(400, SpoolFixture.ReadAll(spool).Count);

        // A row that is gone: the next reader misses it, and its table is closed.
        _fixture.Execute("DELETE FROM records_bulk WHERE sequence=350");
        using ISpoolLane lane = spool.OpenLane(RecordClass.Bulk);
        await Eventually.HoldsAsync(
            () =>
            {
                SpoolFixture.ReadLane(lane, spool.Identity.Epoch, [], after: 300);
                return spool.Snapshot().Condition == SpoolCondition.PagesDamaged;
            },
            "the table is closed");
        for (ulong number = 2; spool.Snapshot().Lost < 2; number++)
        {
            await SpoolLaneTests.StoreMixedAsync(spool, number, 80, RecordClass.Bulk);
        }

        DeclaredLoss dropped = SpoolFixture.ReadLosses(spool).First(static loss => loss.Reason == LossReason.DroppedForRoom);
        Assert.Equal((1, false), (dropped.First, dropped.IsExact));
    }

    /// <summary>Stored is what waits and what is declared lost, for each class.</summary>
    private static void AssertAccounted(RecordSpool spool, int stored)
    {
        List<ReadRecord> read = SpoolFixture.ReadRecords(spool);
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        foreach (IGrouping<RecordClass, DeclaredLoss> lost in losses.GroupBy(loss => loss.Class))
        {
            long kept = read.Count(record => record.Class == lost.Key && record.Kind == RecordKind.Frame);
            Assert.Equal(stored, kept + lost.Sum(loss => loss.Count));
            long oldest = read.Where(record => record.Class == lost.Key && record.Kind == RecordKind.Frame).Min(record => record.Sequence);
            Assert.All(lost, loss => Assert.InRange(loss.Last, loss.First, oldest - 1));
        }
    }

    private static List<RecordClass> Lost(RecordSpool spool) => [.. SpoolFixture.ReadLosses(spool).Select(loss => loss.Class).Distinct()];
}
