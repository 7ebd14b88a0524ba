using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

public sealed class SpoolLaneTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Lanes_BatchOfEveryClass_GiveEachClassItsOwnInOrder()
    {
        using RecordSpool spool = _fixture.Open();
        Assert.Equal(StoreStatus.Stored, await StoreMixedAsync(spool, 1, 40));
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            using ISpoolLane lane = spool.OpenLane(recordClass);
            List<ReadRecord> read = [];
            SpoolFixture.ReadLane(lane, spool.Identity.Epoch, read);
            Assert.Equal(10, read.Count);
            Assert.All(read, record => Assert.Equal(recordClass, record.Class));
            Assert.Equal(Enumerable.Range(0, 10).Select(index => (index * 4L) + (int)recordClass), read.Select(record => record.Sequence));
            Assert.Equal((int)recordClass, lane.Oldest);
            Assert.Equal(36 + (int)recordClass, lane.Newest);
        }
    }

    [Fact]
    public async Task Lane_ReleasedInTheMiddleAndOpenedAgain_KeepsTheRestAndItsCounts()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            await StoreMixedAsync(spool, 1, 40);
            using ISpoolLane lane = spool.OpenLane(RecordClass.Event);
            lane.Release(13, 24);
            await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 37, "three are let go");
            Assert.Equal(2, lane.Oldest);
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal([2, 6, 10, 26, 30, 34, 38], SpoolFixture.ReadRecords(again).Where(record => record.Class == RecordClass.Event).Select(record => record.Sequence));
        Assert.Equal(7, again.Snapshot().Lanes[1].Records);
        Assert.Empty(SpoolFixture.ReadLosses(again));
        await SpoolFixture.ReleaseAllAsync(again);
        Assert.Equal(0, _fixture.Scalar("SELECT sum(n) FROM (SELECT count(*) n FROM records_safety UNION ALL SELECT count(*) FROM records_event UNION ALL SELECT count(*) FROM records_telemetry UNION ALL SELECT count(*) FROM records_bulk)"));
    }

    [Fact]
    public async Task Lane_TwoReadingsAtOnce_GiveEachRecordWhatItIs()
    {
        using RecordSpool spool = _fixture.Open();
        await StoreMixedAsync(spool, 1, 80);
        using ISpoolLane lane = spool.OpenLane(RecordClass.Bulk);
        using GatewayBatchWriter batch = new("gateway", spool.Identity.Epoch, 1 << 20);
        batch.Begin(backlog: true);
        long backlog = 0;
        long live = 40;
        List<long> read = [];
        for (int round = 0; round < 5; round++)
        {
            backlog = lane.Read(backlog, 40, 2, batch);
            Assert.True(batch.IsBacklog);
            read.Add(batch.Count);
            live = lane.Read(live, long.MaxValue, 2, batch);
            read.Add(batch.Count);
            lane.Release(live - 7, live);
        }

        Assert.Equal(40, backlog);
        Assert.Equal(80, live);
        Assert.All(read, count => Assert.Equal(2, count));
        Assert.Empty(SpoolFixture.ReadLosses(spool));
    }

    [Fact]
    public async Task Lane_GoesBackToAPlaceThatWasDroppedMeanwhile_GivesWhatIsLeftAndLosesNoMore()
    {
        SpoolRetention retention = new() { Telemetry = new LaneLimits { MaximumBytes = 110_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 768 << 10, Retention = retention });
        Assert.Equal(StoreStatus.Stored, await StoreMixedAsync(spool, 1, 1600));
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        using GatewayBatchWriter batch = new("gateway", spool.Identity.Epoch, 1 << 20);
        long acknowledged = lane.Read(0, long.MaxValue, 100, batch);
        _ = lane.Read(acknowledged, long.MaxValue, 300, batch);
        Assert.Equal(StoreStatus.Stored, await StoreMixedAsync(spool, 2, 80));
        long dropped = spool.Snapshot().Lost;
        Assert.InRange(dropped, 101, 399);

        // The connection is lost: the uplink goes back to what was acknowledged last, and that lies in the middle of what was dropped.
        List<ReadRecord> left = [];
        SpoolFixture.ReadLane(lane, spool.Identity.Epoch, left, acknowledged);
        Assert.Equal(StoreStatus.Stored, await StoreMixedAsync(spool, 3, 4));
        Assert.Equal(420 - dropped, left.Count);
        Assert.Equal(dropped, spool.Snapshot().Lost);
    }

    [Theory]
    [InlineData("UPDATE records_telemetry SET sequence = 1000000 WHERE sequence = 5")]
    [InlineData("UPDATE records_telemetry SET sequence = -5 WHERE sequence = 5")]
    [InlineData("DELETE FROM records_telemetry WHERE sequence = 5")]
    public async Task Lane_RowThatIsNotWhereItMustBe_IsDeclaredLostByTheOrdinalOfTheNext(string damage)
    {
        await StoreTenAsync();
        _fixture.Execute(damage);
        using RecordSpool spool = _fixture.Open();
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9, 10], SpoolFixture.ReadAll(spool));
        await Eventually.HoldsAsync(() => spool.Snapshot().Lost == 1, "the loss is declared");
        DeclaredLoss loss = Assert.Single(SpoolFixture.ReadLosses(spool));
        Assert.Equal((LossReason.Unreadable, RecordClass.Telemetry, true, 5, 5, 1), (loss.Reason, loss.Class, loss.IsExact, loss.First, loss.Last, loss.Count));
        await SpoolFixture.ReleaseAllAsync(spool);
        Assert.Equal(1, spool.Snapshot().Lost);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Lane_FirstOrLastRowGone_IsDeclaredLost(long gone)
    {
        await StoreTenAsync();
        _fixture.Execute($"DELETE FROM records_telemetry WHERE sequence = {gone}");
        using RecordSpool spool = _fixture.Open();
        Assert.Equal(9, SpoolFixture.ReadAll(spool).Count);
        await Eventually.HoldsAsync(() => spool.Snapshot().Lost == 1, "the loss is declared");
        DeclaredLoss loss = Assert.Single(SpoolFixture.ReadLosses(spool));
        Assert.Equal((gone, gone, 1, true), (loss.First, loss.Last, loss.Count, loss.IsExact));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public async Task Lane_OrdinalDamaged_DeliversTheRecordAndLosesNone(long damaged)
    {
        await StoreTenAsync();
        _fixture.Execute($"UPDATE records_telemetry SET ordinal = 7777 WHERE sequence = {damaged}");
        using RecordSpool spool = _fixture.Open();
        Assert.Equal(10, SpoolFixture.ReadAll(spool).Count);
        await SpoolFixture.ReleaseAllAsync(spool);
        Assert.Equal(0, spool.Snapshot().Lost);
    }

    internal static Task<StoreStatus> StoreMixedAsync(RecordSpool spool, ulong number, int frames, RecordClass? only = null, int length = 200)
    {
        RobotBatchWriter writer = new(1 << 20);
        writer.Begin(1, number);
        for (int index = 0; index < frames; index++)
        {
            Assert.True(writer.TryAdd(only ?? (RecordClass)(1 + (index % 4)), index, 1, RawFrames.Make(1, 1, ((long)number * 1000) + index, length)));
        }

        byte[] payload = writer.Finish().ToArray();
        Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload, out RobotBatchReader opened));
        return spool.StoreAsync(StoreRequest.ForBatch("robot", payload, opened, 1_795_000_000_000_000_000));
    }

    private async Task StoreTenAsync()
    {
        using RecordSpool spool = _fixture.Open();
        for (int sequence = 1; sequence <= 10; sequence++)
        {
            await SpoolFixture.StoreFrameAsync(spool, sequence);
        }
    }
}
