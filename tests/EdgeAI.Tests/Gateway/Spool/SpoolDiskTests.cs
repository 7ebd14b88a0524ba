using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A disk that is full for good, one that may only be read for a while, and a file that is destroyed.</summary>
public sealed class SpoolDiskTests : IDisposable
{
    private const string DiskNeeded = "needs root to mount a small disk";

    private readonly SpoolFixture _fixture = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", "--lazy", _fixture.Folder);
        }

        _fixture.Dispose();
    }

    [Fact]
    public async Task Disk_Full_DropsBulkDeclaresItAndStillTakesSafety()
    {
        Mount(72);
        long losses = 0;
        int records = 0;
        using (RecordSpool spool = _fixture.Open(options => options with { ReserveBytes = 32 << 20 }))
        {
            for (ulong number = 1; losses < 3; number++)
            {
                Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, 400, RecordClass.Bulk, length: 2000));
                records += 400;
                losses = spool.Snapshot().Lanes[0].Records;
                Assert.InRange(records, 1, 100_000);
            }

            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1_000_000, 50, RecordClass.Safety));
            Assert.True(spool.Snapshot().FailedCommits > 0, "the disk was never full");
            Assert.Equal(records, spool.Snapshot().Lanes[3].Records + SpoolFixture.ReadLosses(spool).Sum(loss => loss.Count));
        }

        using RecordSpool again = _fixture.Open(options => options with { ReserveBytes = 0 });
        Assert.Equal(records, SpoolFixture.ReadRecords(again).Count(record => record.Class == RecordClass.Bulk) + SpoolFixture.ReadLosses(again).Sum(loss => loss.Count));
    }

    [Fact]
    public async Task Disk_FullWithNothingToDrop_RefusesAndTakesAgainWhenThereIsRoom()
    {
        Mount(4);
        using RecordSpool spool = _fixture.Open(options => options with { ReserveBytes = 256 << 10 });
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 10, RecordClass.Safety));
        string filler = Path.Combine(_fixture.Folder, "filler");
        Fill(filler);
        ulong number = 2;
        while (await SpoolLaneTests.StoreMixedAsync(spool, number, 100, RecordClass.Safety) == StoreStatus.Stored)
        {
            number++;
            Fill(filler);
            Assert.InRange(number, 2ul, 1000ul);
        }

        Assert.True(spool.Snapshot().RefusedFull > 0);
        File.Delete(filler);
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, 100, RecordClass.Safety));
        Assert.Equal(10 + ((int)(number - 1) * 100), SpoolFixture.ReadAll(spool).Count);
    }

    [Fact]
    public async Task Disk_ReadOnlyForAWhile_RefusesByNameThenTakes()
    {
        bool readOnly = false;
        string vfs = $"read-only-{Guid.NewGuid():N}";
        PowerCutVfs.Register(vfs, new PowerCutOptions { LeakedPart = 0, MaximumSyncMilliseconds = 0, IsReadOnly = () => Volatile.Read(ref readOnly) });
        using RecordSpool spool = _fixture.Open(options => options with { Vfs = vfs });
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        Volatile.Write(ref readOnly, true);
        Assert.Equal(StoreStatus.ReadOnly, await SpoolFixture.StoreBatchAsync(spool, 2));
        Assert.Equal([1, 2, 3], SpoolFixture.ReadAll(spool));
        SpoolFixture.Release(spool, 2);
        Volatile.Write(ref readOnly, false);
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 2));
        await Eventually.HoldsAsync(() => SpoolFixture.ReadAll(spool).SequenceEqual([3L, 4, 5, 6]), "what could not be let go is let go by itself");
    }

    [Fact]
    public async Task File_Destroyed_IsKeptAndANewOneGoesOnAndDeclaresAllBefore()
    {
        SpoolIdentity identity;
        long last;
        using (RecordSpool spool = _fixture.Open())
        {
            identity = spool.Identity;
            await SpoolLaneTests.StoreMixedAsync(spool, 1, 40);
            last = spool.Snapshot().LastSequence;
        }

        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        file.AsSpan().Fill(0xA5);
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal(identity, spool.Identity);
            Assert.Contains("the old file is kept as", spool.Snapshot().LastError, StringComparison.Ordinal);
            await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 4, "the losses are declared");
            List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
            Assert.Equal(Enum.GetValues<RecordClass>(), losses.Select(loss => loss.Class));
            Assert.All(losses, loss => Assert.True(loss is { Reason: LossReason.RemovedByRepair, IsExact: false, First: 1 } && loss.Last >= last && loss.Count >= last));
            await SpoolFixture.StoreFrameAsync(spool, 1);
            Assert.All(SpoolFixture.ReadRecords(spool), record => Assert.True(record.Sequence > losses[0].Last));
        }

        Assert.Equal(file, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*")), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void File_DestroyedAndTheGatewayMustNotGoOn_IsRefusedAndLeftAlone()
    {
        _fixture.Open().Dispose();
        byte[] file = File.ReadAllBytes(_fixture.File);
        file.AsSpan(0, 4096).Fill(0xA5);
        File.WriteAllBytes(_fixture.File, file);
        EdgeAI.Gateway.GatewayException error = Assert.Throws<EdgeAI.Gateway.GatewayException>(() => _fixture.Open(options => options with { Retention = new SpoolRetention { WhenDamaged = WhenDamaged.Stop } }));
        Assert.Contains("is damaged or not a spool", error.Message, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(_fixture.File));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task File_DestroyedAndTheStartCutOffWhileItIsKept_IsKeptByTheNextOne(int moved)
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(4);
        string file = Path.Combine(killed.Options.Folder, SpoolFile.FileName);
        string kept = file + ".damaged-20260101T000000Z";
        await File.WriteAllBytesAsync(kept + ".moving", [], TestContext.Current.CancellationToken);
        foreach (string suffix in new[] { "-wal", "" }.Take(moved))
        {
            File.Move(file + suffix, kept + suffix);
        }

        using RecordSpool spool = RecordSpool.Open(killed.Options);
        await SpoolFixture.StoreBatchAsync(spool, 1);
        Assert.Equal(Enum.GetValues<RecordClass>(), SpoolFixture.ReadLosses(spool).Select(loss => loss.Class));
        Assert.All(SpoolFixture.ReadRecords(spool), record => Assert.True(record.Sequence > 12));
        Assert.True(File.Exists(kept) && File.Exists(kept + "-wal") && !File.Exists(kept + ".moving"));
    }

    [Fact]
    public void File_StatementThatIsWrong_IsNotTakenForDamage()
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = SpoolFile.Open(_fixture.Options, out _);
        Microsoft.Data.Sqlite.SqliteException wrong = Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => SpoolFile.Execute(connection, "SELECT nothing FROM nowhere"));
        Assert.False(SpoolFile.IsDamage(wrong));
    }

    [Fact]
    public async Task File_OlderThanTheNumbersGiven_GivesNoneOfThemAgain()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            await SpoolFixture.StoreBatchAsync(spool, 1);
        }

        byte[] backup = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        SpoolIdentity identity;
        using (RecordSpool spool = _fixture.Open())
        {
            identity = spool.Identity;
        }

        long later = 5 * EpochFile.Step;
        new EpochFile(_fixture.Folder, identity).Reserve(later);
        await File.WriteAllBytesAsync(_fixture.File, backup, TestContext.Current.CancellationToken);
        using RecordSpool again = _fixture.Open();
        await SpoolFixture.StoreBatchAsync(again, 2);
        Assert.All(SpoolFixture.ReadRecords(again).Where(record => record.Sequence > 3), record => Assert.True(record.Sequence > later));
        Assert.All(SpoolFixture.ReadLosses(again), loss => Assert.Equal(4, loss.First));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public async Task Open_HoweverManyHolesAndLosses_ReadsThemOnceAndNoRecordBesides(int holes)
    {
        const int Waiting = 20_000;
        using (RecordSpool spool = _fixture.Open(options => options with { WithoutSync = true }))
        {
            for (ulong number = 1; number <= 2 * Waiting / 1000; number++)
            {
                Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, 1000, RecordClass.Telemetry, length: 60));
            }
        }

        // Every other record is done with, and as many losses wait a second time.
        long body = RowCheck.OfBytes(new byte[DeclaredLoss.Length]);
        StringBuilder sql = new("BEGIN;");
        for (long sequence = 1; sequence < 2L * holes; sequence += 2)
        {
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO holes VALUES ({(int)RecordClass.Telemetry}, {sequence}, {sequence}, 1, {RowCheck.Of((int)RecordClass.Telemetry, sequence, sequence, 1)});");
            sql.Append(CultureInfo.InvariantCulture, $"DELETE FROM records_telemetry WHERE sequence={sequence};INSERT INTO losses VALUES ({sequence}, {(int)RecordClass.Safety}, {(int)RecordKind.DeclaredLoss}, zeroblob({DeclaredLoss.Length}), {RowCheck.Of(sequence, (long)RecordClass.Safety, (long)RecordKind.DeclaredLoss, body)});");
        }

        _fixture.Execute(sql.Append("COMMIT;").ToString());
        using RecordSpool again = _fixture.Open();
        Assert.Equal((2 * Waiting) - holes, again.Snapshot().Depth);

        // A page holds some 130 holes or 60 losses; a quarter of a million records' pages would be ten times as many.
        Assert.InRange(again.PagesRead, 1, 60 + (holes / 100) + (holes / 50));
        Assert.Equal((2 * Waiting) - holes, SpoolFixture.ReadAll(again).Count);
        Assert.Equal(0, again.Snapshot().Lost);
    }

    private static void Fill(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            byte[] block = new byte[4096];
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full: that was wanted.
        }
    }

    private void Mount(int mebibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, DiskNeeded);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", _fixture.Folder), DiskNeeded);
        _mounted = true;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException($"{program} does not start");
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
