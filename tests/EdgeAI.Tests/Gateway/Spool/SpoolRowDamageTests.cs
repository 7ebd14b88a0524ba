using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A bit flips in one of the small tables, or in a key: nothing is acknowledged wrongly, lost silently, or in the way for ever.</summary>
public sealed class SpoolRowDamageTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("last_batch = last_batch + 32")]
    [InlineData("recent = recent + 1024")]
    [InlineData("boot = boot + 1")]
    [InlineData("robot = 'sobot'")]
    public async Task Publisher_ItsRowDamaged_IsAcknowledgedOnlyWhatIsStored(string damage)
    {
        await FillAsync(3);
        _fixture.Execute($"UPDATE publishers SET {damage}");
        using RecordSpool spool = _fixture.Open();
        Assert.Contains("table publishers", spool.Snapshot().LastError, StringComparison.Ordinal);

        // What may be stored is stored a second time rather than perhaps not at all.
        for (ulong number = 3; number <= 40; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, number));
            Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, number));
        }

        Assert.Equal(9 + (38 * 3), SpoolFixture.ReadAll(spool).Count);
    }

    [Fact]
    public async Task Publisher_ItsRowDamagedAndWritten_IsKnownAgainAfterTheNextStart()
    {
        await FillAsync(3);
        _fixture.Execute("UPDATE publishers SET last_batch = last_batch + 32");
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 4));
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal("", again.Snapshot().LastError);
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(again, 4));
    }

    [Theory]
    [InlineData("UPDATE segments SET class = 2 WHERE id = 3")]
    [InlineData("UPDATE segments SET name = 'records_bulk' WHERE id = 3")]
    [InlineData("DELETE FROM segments WHERE id = 3")]
    [InlineData("INSERT INTO undeclared(first, last, reason) VALUES (1, 2, 4)")]
    [InlineData("PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, 'last_batch', 'last_bauch') WHERE name = 'publishers'")]
    [InlineData("PRAGMA writable_schema=ON; UPDATE sqlite_master SET name = 'recorfs_bulk', tbl_name = 'recorfs_bulk', sql = replace(sql, 'records_bulk', 'recorfs_bulk') WHERE name = 'records_bulk'")]
    public async Task File_ATableNothingGoesOnWithoutDamaged_IsReplacedAndLosesNothing(string damage)
    {
        await FillAsync(3);
        _fixture.Execute(damage);
        using RecordSpool spool = _fixture.Open();
        Assert.Contains("was damaged", spool.Snapshot().LastError, StringComparison.Ordinal);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 4));
        Assert.Equal(Enumerable.Range(1, 9).Select(sequence => (long)sequence), SpoolFixture.ReadAll(spool)[..9]);
        Assert.Equal(12, SpoolFixture.ReadAll(spool).Count);
    }

    [Fact]
    public async Task Segments_ARowGone_ChangesNothingInTheFileThatIsKept()
    {
        await FillAsync(3);
        _fixture.Execute("DELETE FROM segments WHERE id = 3");
        byte[] damaged = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        using RecordSpool spool = _fixture.Open();
        Assert.Equal(damaged, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*")), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task PolicyState_Damaged_BeginsAnewInANewFile()
    {
        using (RecordSpool spool = _fixture.Open(options => options with { Policy = new CountingPolicy() }))
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        }

        _fixture.Execute("UPDATE policy_state SET value = x'0400000000000000' WHERE key = 'seen'");
        CountingPolicy policy = new();
        using RecordSpool again = _fixture.Open(options => options with { Policy = policy });
        Assert.Contains("was damaged", again.Snapshot().LastError, StringComparison.Ordinal);
        Assert.Equal(0, policy.Seen);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(again, 2));
    }

    [Fact]
    public async Task ClockStep_Damaged_IsLeftOut()
    {
        await FillAsync(3);

        // By it, all that is stored would be three years old.
        _fixture.Execute("INSERT INTO clock_steps(sequence, step) VALUES (9, -100000000000000000)");
        SteppedTime time = new(DateTimeOffset.FromUnixTimeSeconds(1_795_000_000).AddDays(1));
        LaneLimits month = new() { MaximumAge = TimeSpan.FromDays(30) };
        using RecordSpool spool = _fixture.Open(options => options with { Time = time, Retention = new SpoolRetention { Telemetry = month } });

        // Ages are looked at once a second.
        time.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 4));
        Assert.Equal(12, SpoolFixture.ReadAll(spool).Count);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(16)]
    public async Task Key_ThatBecameOneNotGivenYet_IsNotInTheWayWhenItIsGiven(long key)
    {
        await FillAsync(4);
        _fixture.Execute($"UPDATE records_telemetry SET sequence = {key} WHERE sequence = 5");
        using RecordSpool spool = _fixture.Open();
        for (ulong number = 5; number <= 9; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, number));
        }

        await Eventually.HoldsAsync(
            () => SpoolFixture.ReadAll(spool).Count == 26 && SpoolFixture.ReadLosses(spool).Exists(loss => loss is { First: <= 5, Last: >= 5, Class: RecordClass.Telemetry }),
            "all but the damaged one are there, and that is declared lost",
            () => $"{string.Join(' ', SpoolFixture.ReadAll(spool))}; {string.Join("; ", SpoolFixture.ReadLosses(spool))}");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    public async Task Key_ThatBecameOneOfAnotherClass_IsDeclaredAsTheOneThatIsMissing(long key)
    {
        using (RecordSpool whole = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(whole, 1, 20));
        }

        _fixture.Execute($"UPDATE records_telemetry SET sequence = {key} WHERE sequence = 7");
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(
            () => !SpoolFixture.ReadAll(spool).Contains(7) && SpoolFixture.ReadLosses(spool).Exists(loss => loss is { First: <= 7, Last: >= 7, Count: 1, IsExact: true, Class: RecordClass.Telemetry }),
            "the one that is missing is declared lost",
            () => $"{string.Join(' ', SpoolFixture.ReadAll(spool))}; {string.Join("; ", SpoolFixture.ReadLosses(spool))}");
        await SpoolFixture.ReleaseAllAsync(spool);
    }

    [Fact]
    public async Task Lane_ReadFromWhereADamagedKeyOfAnInnerPageLeadsPast_DeclaresWhatItDoesNotFind()
    {
        using (RecordSpool whole = _fixture.Open())
        {
            for (ulong number = 1; number <= 20; number++)
            {
                Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(whole, number, 20));
            }
        }

        // A leaf's last key becomes lower by so much that its last four rows lie where SQLite does not look for them.
        long root = _fixture.Scalar("SELECT rootpage FROM sqlite_master WHERE name='records_telemetry'");
        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        InnerCell cell = TreePages.InnerCells(file).First(cell => cell.Page == root && (file[cell.Key] & 0x80) != 0 && (file[cell.Key + 1] & 0x30) != 0);
        long last = ((file[cell.Key] & 0x7F) << 7) | file[cell.Key + 1];
        file[cell.Key + 1] -= 16;
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);

        using RecordSpool spool = _fixture.Open();
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        List<ReadRecord> read = [];
        SpoolFixture.ReadLane(lane, spool.Identity.Epoch, read, after: last - 8);
        Assert.Equal(last + 4, read[0].Sequence);
        await Eventually.HoldsAsync(
            () => SpoolFixture.ReadLosses(spool) is [{ Class: RecordClass.Telemetry, IsExact: true, Count: 2 } loss] && loss.First <= last - 4 && loss.Last >= last,
            "the two that it leads past are declared lost",
            () => string.Join("; ", SpoolFixture.ReadLosses(spool)));
    }

    [Fact]
    public async Task Loss_ItsRecordDamagedWithItsKey_IsDeclaredAgain()
    {
        DeclaredLoss lost = await LoseOneAsync();
        _fixture.Execute("UPDATE records_safety SET sequence = sequence - 3, frame = zeroblob(44)");
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(() => SpoolFixture.ReadLosses(spool).Contains(lost), "it is declared again", () => string.Join("; ", SpoolFixture.ReadLosses(spool)));
    }

    [Theory]
    [InlineData("sequence = 6, frame = zeroblob(9)", 4, 10)]
    [InlineData("frame = zeroblob(9)", 4, 10)]
    [InlineData("stamp = (stamp | 4) - (stamp & 4)", 7, 7)]
    [InlineData("crc32c = (crc32c | 8) - (crc32c & 8)", 7, 7)]
    public async Task Row_OfWhichMoreThanABitIsDamaged_IsDeclaredByWhatIsSoundBesideIt(string damage, long first, long last)
    {
        using (RecordSpool whole = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(whole, 1, 20));
        }

        _fixture.Execute($"UPDATE records_telemetry SET {damage} WHERE sequence = 7");
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(
            () => !SpoolFixture.ReadAll(spool).Contains(7) && SpoolFixture.ReadLosses(spool) is [{ Reason: LossReason.Damaged, Count: 1, IsExact: true, Class: RecordClass.Telemetry } loss] && (loss.First, loss.Last) == (first, last),
            "the one that is missing is declared lost",
            () => $"{string.Join(' ', SpoolFixture.ReadAll(spool))}; {string.Join("; ", SpoolFixture.ReadLosses(spool))}");
        await SpoolFixture.ReleaseAllAsync(spool);
    }

    [Fact]
    public async Task Loss_ItsRecordDamaged_IsDeclaredAgain()
    {
        DeclaredLoss lost = await LoseOneAsync();
        _fixture.Execute("UPDATE records_safety SET stamp = stamp + 1");
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(() => SpoolFixture.ReadLosses(spool).Contains(lost), "it is declared again");
    }

    [Fact]
    public async Task Loss_ItsRecordAndItsCopyDamaged_AllThatItCanHaveMeantIsDeclared()
    {
        DeclaredLoss lost = await LoseOneAsync();
        _fixture.Execute("UPDATE records_safety SET stamp = stamp + 1; UPDATE losses SET body = zeroblob(44)");
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(
            () => SpoolFixture.ReadLosses(spool).Exists(loss => loss.Class == lost.Class && !loss.IsExact && loss.First <= lost.First && loss.Last >= lost.Last),
            "what the loss can have meant is declared",
            () => string.Join("; ", SpoolFixture.ReadLosses(spool)));
    }

    [Theory]
    [InlineData(RecordKind.Withheld)]
    [InlineData(RecordKind.PolicyChange)]
    public async Task Report_ItsRecordDamaged_IsStoredAgain(RecordKind kind)
    {
        byte[] body = OwnBodies.Of(kind);
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await spool.StoreOwnAsync(kind, RecordClass.Event, body));
        }

        _fixture.Execute("UPDATE records_event SET stamp = stamp + 1");
        using RecordSpool again = _fixture.Open();
        await Eventually.HoldsAsync(() => SpoolFixture.ReadRecords(again).Exists(record => record.Kind == kind && record.Sequence > 1 && record.Frame.AsSpan().SequenceEqual(body)), "it is stored again");
        await SpoolFixture.ReleaseAllAsync(again);
        Assert.Equal(0, _fixture.Scalar("SELECT count(*) FROM losses"));
    }

    private async Task FillAsync(int batches)
    {
        using RecordSpool spool = _fixture.Open();
        for (ulong number = 1; number <= (ulong)batches; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, number));
        }
    }

    private async Task<DeclaredLoss> LoseOneAsync()
    {
        await FillAsync(3);
        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence = 5");
        using RecordSpool spool = _fixture.Open();
        SpoolFixture.ReadAll(spool);
        await Eventually.HoldsAsync(() => SpoolFixture.ReadLosses(spool).Count == 1, "one is declared lost");
        return Assert.Single(SpoolFixture.ReadLosses(spool));
    }
}
