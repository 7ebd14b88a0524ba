using System.Buffers.Binary;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A file that cannot be gone on with is replaced: what can be read of it is carried over, also while the spool runs.</summary>
public sealed class SpoolSalvageTests : IDisposable
{
    private const int PageSize = 4096;
    private const int LargestRootOffset = 52;
    private const int Batches = 20;
    private const int Frames = 20;

    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task File_WithADestroyedFirstPage_LosesNothingOfTheOthers()
    {
        await FillAsync();
        await DamageAsync(file => file.AsSpan(0, PageSize).Fill(0xA5));
        using RecordSpool spool = _fixture.Open();
        Assert.Equal(Everything, SpoolFixture.ReadAll(spool));
        Assert.Contains("400 records are carried over", spool.Snapshot().Salvaged, StringComparison.Ordinal);
        Assert.Equal(SpoolCondition.Sound, spool.Snapshot().Condition);

        // Nothing says any more how many there were.
        Assert.All(Enum.GetValues<RecordClass>(), recordClass => Assert.Contains(SpoolFixture.ReadLosses(spool), loss => loss.Class == recordClass && loss is { Reason: LossReason.RemovedByRepair, IsExact: false }));
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 100, 20));
    }

    [Fact]
    public async Task File_WithADestroyedRoot_LosesNothingAndDeclaresNothing()
    {
        await FillAsync();
        long root = _fixture.Scalar("SELECT rootpage FROM sqlite_master WHERE name='meta'");
        await DamageAsync(file => file.AsSpan((int)(root - 1) * PageSize, PageSize).Fill(0xA5));
        using RecordSpool spool = _fixture.Open();
        Assert.Equal(Everything, SpoolFixture.ReadAll(spool));
        Assert.Empty(SpoolFixture.ReadLosses(spool));
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolLaneTests.StoreMixedAsync(spool, 7, Frames));
    }

    [Fact]
    public async Task File_SalvagedAfterARelease_DoesNotBringBackWhatWasReleased()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            await FillAsync(spool);
            SpoolFixture.Release(spool, 100);
            await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 75, "the first are let go");
        }

        await DamageAsync(file => file.AsSpan(0, PageSize).Fill(0xA5));
        using RecordSpool again = _fixture.Open();

        // Safety, event and bulk were let go of as a whole.
        Assert.Equal(Everything.Where(sequence => sequence > 100 && sequence % 4 == 3), SpoolFixture.ReadAll(again));
    }

    [Fact]
    public async Task File_ThatTakesNoNewPage_IsReplacedWhileTheSpoolRuns()
    {
        await FillAsync();

        // With this field SQLite takes the file for one of another layout, and finds no page to put anything on.
        await DamageAsync(file => BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(LargestRootOffset), 0x8000));
        using RecordSpool spool = _fixture.Open();
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        List<ReadRecord> before = [];
        SpoolFixture.ReadLane(lane, spool.Identity.Epoch, before);
        await StoreUntilReplacedAsync(spool);

        Assert.Contains("none is lost", spool.Snapshot().Salvaged, StringComparison.Ordinal);
        Assert.Empty(SpoolFixture.ReadLosses(spool));
        Assert.Equal(spool.Snapshot().Depth, SpoolFixture.ReadAll(spool).Count);

        // The lane that was open goes on where it was, and lets go of what it read before.
        List<ReadRecord> after = [];
        SpoolFixture.ReadLane(lane, spool.Identity.Epoch, after);
        Assert.Equal(before.Select(record => record.Sequence), after.Select(record => record.Sequence).Take(before.Count));
        lane.Release(1, before[^1].Sequence);
        await Eventually.HoldsAsync(() => lane.Oldest > before[^1].Sequence, "what was read before is let go");
        await SpoolFixture.ReleaseAllAsync(spool);
    }

    [Fact]
    public async Task File_ReplacedWhileTheSpoolRuns_LosesNoDamageThatAReaderHadPassedBy()
    {
        await FillAsync();
        _fixture.Execute("UPDATE records_telemetry SET stamp=stamp+1 WHERE sequence=203");
        await DamageAsync(file => BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(LargestRootOffset), 0x8000));
        using RecordSpool spool = _fixture.Open();
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        List<ReadRecord> read = [];
        SpoolFixture.ReadLane(lane, spool.Identity.Epoch, read);
        lane.Release(1, read[^1].Sequence);
        await StoreUntilReplacedAsync(spool);

        await Eventually.HoldsAsync(() => SpoolFixture.ReadLosses(spool).Count > 0, "the loss is declared");
        DeclaredLoss loss = Assert.Single(SpoolFixture.ReadLosses(spool));
        Assert.True(loss is { Class: RecordClass.Telemetry, IsExact: true, Count: 1, First: <= 203, Last: >= 203 }, loss.ToString());
    }

    [Fact]
    public async Task Table_WithADestroyedRoot_IsReplacedByAReaderBeforeAnythingOfItIsDeclared()
    {
        await FillAsync();
        await DestroyRootAsync();
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(() => SpoolFixture.ReadAll(spool).SequenceEqual(Everything), "all that the root led to comes");
        Assert.Contains("none is lost", spool.Snapshot().Salvaged, StringComparison.Ordinal);
        Assert.Empty(SpoolFixture.ReadLosses(spool));
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 100, Frames));
        await SpoolFixture.ReleaseAllAsync(spool);
    }

    [Fact]
    public async Task Table_WithADestroyedRootThatMayNotBeReplaced_IsDeclaredLost()
    {
        await FillAsync();
        await DestroyRootAsync();
        using RecordSpool spool = _fixture.Open(options => options with { Retention = options.Retention with { WhenDamaged = WhenDamaged.Stop } });
        await Eventually.HoldsAsync(
            () => SpoolFixture.ReadAll(spool).Count == 300 && SpoolFixture.ReadLosses(spool) is [{ Class: RecordClass.Telemetry, Reason: LossReason.Unreadable, IsExact: true, Count: 100 }],
            "what is out of reach is declared",
            () => string.Join("; ", SpoolFixture.ReadLosses(spool)));
        Assert.Empty(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*"));
    }

    [Fact]
    public async Task Table_ClosedForItsDamage_StillDrainsAfterARestart()
    {
        await FillAsync();
        long leaf = await LeafOfAsync("records_telemetry");
        await DamageAsync(file => file.AsSpan((int)(leaf - 1) * PageSize, PageSize).Fill(0xA5));
        List<long> before = [];
        using (RecordSpool spool = _fixture.Open())
        {
            await Eventually.HoldsAsync(
                () =>
                {
                    before = SpoolFixture.ReadAll(spool);
                    return spool.Snapshot().Condition == SpoolCondition.PagesDamaged;
                },
                "the table is closed");
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(SpoolCondition.PagesDamaged, again.Snapshot().Condition);
        Assert.Equal(before, SpoolFixture.ReadAll(again));
        Assert.Empty(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*"));
    }

    private static IEnumerable<long> Everything => Enumerable.Range(1, Batches * Frames).Select(sequence => (long)sequence);

    private async Task FillAsync()
    {
        using RecordSpool spool = _fixture.Open();
        await FillAsync(spool);
    }

    private static async Task FillAsync(RecordSpool spool)
    {
        for (ulong number = 1; number <= Batches; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, Frames, length: number == 7 ? 6000 : 200));
        }
    }

    // What is refused meanwhile is sent again, as a robot does.
    private static async Task StoreUntilReplacedAsync(RecordSpool spool)
    {
        ulong number = 100;
        while (spool.Snapshot().Salvaged.Length == 0)
        {
            Assert.InRange(number, 100ul, 200ul);
            StoreStatus status = await SpoolLaneTests.StoreMixedAsync(spool, number, Frames);
            Assert.True(status is StoreStatus.Stored or StoreStatus.DiskError, status.ToString());
            if (status == StoreStatus.DiskError)
            {
                await Eventually.HoldsAsync(() => spool.Snapshot().Salvaged.Length > 0, "the file is replaced");
                await Eventually.HoldsAsync(() => SpoolLaneTests.StoreMixedAsync(spool, number, Frames).Result == StoreStatus.Stored, "what was refused is stored");
            }

            number++;
        }
    }

    private async Task DamageAsync(Action<byte[]> damage)
    {
        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        damage(file);
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);
    }

    private async Task DestroyRootAsync()
    {
        long root = _fixture.Scalar("SELECT rootpage FROM sqlite_master WHERE name='records_telemetry'");
        await DamageAsync(file => file.AsSpan((int)(root - 1) * PageSize, PageSize).Fill(0xA5));
    }

    // The second leaf of a table whose root holds nothing but pointers to leaves.
    private async Task<long> LeafOfAsync(string table)
    {
        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        ReadOnlySpan<byte> root = file.AsSpan((int)(_fixture.Scalar($"SELECT rootpage FROM sqlite_master WHERE name='{table}'") - 1) * PageSize, PageSize);
        Assert.Equal(0x05, root[0]);
        return BinaryPrimitives.ReadUInt32BigEndian(root[BinaryPrimitives.ReadUInt16BigEndian(root[14..])..]);
    }
}
