using System.Buffers.Binary;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Tools;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary><c>spool repair</c>: what can be read is carried over, what cannot is declared, and the old file is kept as it was.</summary>
public sealed class SpoolRepairTests : IDisposable
{
    private const int PageSize = 4096;
    private const int Batches = 20;
    private const int Frames = 20;

    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Repair_OfAFileWhoseJournalIsGone_DeclaresTheSafetyRecordsThatItMustHold()
    {
        using RecordSpool living = _fixture.Open(options => options with { IsStepped = true });
        Task<StoreStatus> stored = SpoolLaneTests.StoreMixedAsync(living, 1, Frames, RecordClass.Safety);
        while (living.Step())
        {
        }

        Assert.Equal(StoreStatus.Stored, await stored);
        using KilledSpool killed = KilledSpool.From(_fixture.Options);
        killed.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

        // Wherever the file has their frames: what is still whole anywhere is found.
        byte[] file = await File.ReadAllBytesAsync(SpoolFile.PathIn(killed.Options.Folder), TestContext.Current.CancellationToken);
        foreach (long sequence in (long[])[3, 4])
        {
            byte[] frame = RawFrames.Make(1, 1, 1000 + sequence - 1, 200);
            for (int at = file.AsSpan().IndexOf(frame); at >= 0; at = file.AsSpan().IndexOf(frame))
            {
                file[at + 100] ^= 1;
            }
        }

        await File.WriteAllBytesAsync(SpoolFile.PathIn(killed.Options.Folder), file, TestContext.Current.CancellationToken);
        await SpoolRepair.RunAsync(killed.Options.Folder, TimeProvider.System, TextWriter.Null);
        using RecordSpool spool = RecordSpool.Open(killed.Options);
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        Assert.Equal(5, losses.Count);
        Assert.Contains(losses, static loss => loss is { Class: RecordClass.Safety, Count: 2, IsExact: true, First: <= 3, Last: >= 4 and <= Frames });
    }

    [Theory]
    [InlineData("header", 400, false)]
    [InlineData("first page", 400, false)]
    [InlineData("root of telemetry", 400, true)]
    [InlineData("leaf of telemetry", 340, true)]
    [InlineData("free pages", 400, true)]
    [InlineData("cut off", 100, false)]
    [InlineData("nothing", 400, true)]
    public async Task Repair_OfADamagedFile_CarriesOverWhatCanBeReadAndDeclaresTheRest(string what, int least, bool counted)
    {
        await FillAsync();
        byte[] damaged = await DamageAsync(file => Damage(file, what));
        string output = await RepairAsync();
        string kept = Assert.Single(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*"), file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
        Assert.Contains(kept, output, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));

        using RecordSpool spool = _fixture.Open();
        Assert.Equal("", spool.Snapshot().Salvaged);
        List<ReadRecord> read = [.. SpoolFixture.ReadRecords(spool).Where(record => record.Kind == RecordKind.Frame)];
        Assert.All(read, record => Assert.Equal(FrameOf(record.Sequence), record.Frame));

        // However much was cut off: what is still whole in a leaf is found. (Batch 7's frames go on over several pages.)
        int whole = Enumerable.Range(1, Batches * Frames).Count(sequence => damaged.AsSpan().IndexOf(FrameOf(sequence)) >= 0);
        Assert.InRange(read.Count, Math.Max(least, whole), Batches * Frames);
        Assert.Contains($"{read.Count} records are carried over", output, StringComparison.Ordinal);
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        if (counted)
        {
            Assert.Equal((Batches * Frames) - read.Count, losses.Sum(loss => loss.Count));
            Assert.All(losses, loss => Assert.True(loss is { Reason: LossReason.RemovedByRepair, IsExact: true }));
        }
        else
        {
            Assert.All(Enum.GetValues<RecordClass>(), recordClass => Assert.Contains(losses, loss => loss.Class == recordClass && loss is { Reason: LossReason.RemovedByRepair, IsExact: false, Last: >= Batches * Frames }));
        }

        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 100, Frames));

        // A number that neither comes nor is declared would look lost on the way to whoever receives.
        HashSet<long> come = [.. SpoolFixture.ReadRecords(spool).Select(record => record.Sequence)];
        Assert.DoesNotContain(Enumerable.Range(1, (int)come.Max()), number => !come.Contains(number) && !losses.Exists(loss => loss.First <= number && number <= loss.Last));
        await SpoolFixture.ReleaseAllAsync(spool);
    }

    [Fact]
    public async Task Repair_OfASpoolThatWasKilled_TakesItsJournal()
    {
        using TemporaryFolder copy = new();
        using (RecordSpool spool = _fixture.Open())
        {
            await FillAsync(spool);
            foreach (string file in (string[])["spool.db", "spool.db-wal", "spool.epoch"])
            {
                File.Copy(Path.Combine(_fixture.Folder, file), copy[file]);
            }
        }

        Assert.True(new FileInfo(copy["spool.db-wal"]).Length > 100_000);
        Assert.Contains("400 records are carried over, none is lost", await RepairAsync(copy.Path), StringComparison.Ordinal);
        using RecordSpool repaired = RecordSpool.Open(_fixture.Options with { Folder = copy.Path });
        Assert.Equal(Batches * Frames, SpoolFixture.ReadAll(repaired).Count);
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolLaneTests.StoreMixedAsync(repaired, 20, Frames));
    }

    [Theory]
    [InlineData("while it is written")]
    [InlineData("before the old file is moved")]
    [InlineData("after its journal is moved")]
    [InlineData("after the old file is moved")]
    public async Task Repair_CutOff_LosesNothing(string when)
    {
        await FillAsync();
        byte[] before = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        await RepairAsync();
        string kept = Assert.Single(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*"));

        // Back to what a cut at that moment leaves.
        string name = kept[(_fixture.File + ".damaged-").Length..];
        File.Move(_fixture.File, when == "while it is written" ? _fixture.File + ".salvaging" : $"{_fixture.File}.salvaged-{name}");
        if (when == "while it is written")
        {
            await File.WriteAllBytesAsync(_fixture.File + ".salvaging", before[..(5 * PageSize)], TestContext.Current.CancellationToken);
        }

        if (when != "after the old file is moved")
        {
            File.Move(kept, _fixture.File);
        }

        if (when == "before the old file is moved")
        {
            await File.WriteAllBytesAsync(_fixture.File + "-wal", [], TestContext.Current.CancellationToken);
        }

        using RecordSpool spool = _fixture.Open();
        Assert.Equal(Batches * Frames, SpoolFixture.ReadAll(spool).Count);
        Assert.Empty(SpoolFixture.ReadLosses(spool));
        Assert.Empty(Directory.GetFiles(_fixture.Folder, "spool.db.salvag*"));
        if (when != "while it is written")
        {
            Assert.Equal(before, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Repair_WithDeclaredLossesThatWait_KeepsThem()
    {
        await FillAsync();
        _fixture.Execute("UPDATE records_bulk SET stamp=stamp+1 WHERE sequence=204");
        using (RecordSpool spool = _fixture.Open())
        {
            _ = SpoolFixture.ReadAll(spool);
            await Eventually.HoldsAsync(() => spool.Snapshot().Lost == 1, "the loss is declared");
        }

        _fixture.Execute("DELETE FROM records_safety WHERE kind=3");
        await RepairAsync();
        using RecordSpool again = _fixture.Open();
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(again);
        Assert.Contains(losses, loss => loss is { Class: RecordClass.Bulk, Reason: LossReason.Damaged, First: <= 204, Last: >= 204, Count: 1, IsExact: true });
    }

    [Theory]
    [InlineData("text", "is not a spool")]
    [InlineData("another database", "is not a spool")]
    [InlineData("newer", "has schema version 9")]
    [InlineData("no epoch", "spool.epoch is missing or damaged")]
    [InlineData("in use", "is in use")]
    public async Task Repair_OfWhatIsNoSpoolOrNotFree_SaysSoInOneLineAndLeavesIt(string what, string says)
    {
        await FillAsync();
        switch (what)
        {
            case "text":
                await File.WriteAllTextAsync(_fixture.File, string.Join('\n', Enumerable.Repeat("a diary", 2000)), TestContext.Current.CancellationToken);
                break;
            case "another database":
                File.Delete(_fixture.File);
                _fixture.Execute("CREATE TABLE precious(value); INSERT INTO precious VALUES (1)");
                break;
            case "newer":
                _fixture.Execute($"PRAGMA user_version=9; UPDATE meta SET value={SpoolVersion.Noted(9)} WHERE key='version'");
                break;
            case "no epoch":
                File.Delete(Path.Combine(_fixture.Folder, "spool.epoch"));
                break;
            default:
                break;
        }

        byte[] before = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        using (what == "in use" ? RecordSpool.LockFolder(_fixture.Folder) : null)
        {
            (int code, string output) = await RunAsync(_fixture.Folder);
            Assert.Equal(2, code);
            Assert.Contains(says, output, StringComparison.Ordinal);
            Assert.Single(output.Trim().Split('\n'));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken));
    }

    private static byte[] FrameOf(long sequence)
        => RawFrames.Make(1, 1, ((((sequence - 1) / Frames) + 1) * 1000) + ((sequence - 1) % Frames), (sequence - 1) / Frames == 6 ? 6000 : 200);

    private byte[] Damage(byte[] file, string what)
    {
        int telemetry = (int)(_fixture.Scalar("SELECT rootpage FROM sqlite_master WHERE name='records_telemetry'") - 1) * PageSize;
        switch (what)
        {
            case "header":
                file.AsSpan(0, 100).Clear();
                break;
            case "first page":
                file.AsSpan(0, PageSize).Fill(0xA5);
                break;
            case "root of telemetry":
                file.AsSpan(telemetry, PageSize).Fill(0xA5);
                break;
            case "leaf of telemetry":
                int leaf = (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(telemetry + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(telemetry + 14)))) - 1;
                file.AsSpan(leaf * PageSize, PageSize).Fill(0xA5);
                break;
            case "free pages":
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(32), 0x00FF0000);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(36), 77);
                break;
            case "cut off":
                return file[..(file.Length * 3 / 4)];
            default:
                break;
        }

        return file;
    }

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

    private async Task<byte[]> DamageAsync(Func<byte[], byte[]> damage)
    {
        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        file = damage(file);
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);
        return file;
    }

    private async Task<string> RepairAsync(string? folder = null)
    {
        (int code, string output) = await RunAsync(folder ?? _fixture.Folder);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder)
    {
        using StringWriter output = new();
        int code = await GatewayCommand.Create().Parse(["spool", "repair", "--spool", folder]).InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
