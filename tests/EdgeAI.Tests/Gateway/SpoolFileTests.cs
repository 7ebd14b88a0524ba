using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Tools;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

public sealed class SpoolFileTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    // SQLite file format, section 1.3.
    private const int UserVersionOffset = 60;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Spool_New_HasTheSchemaVersionAndDurableSettings()
    {
        _fixture.Open().Dispose();
        Assert.Equal(SpoolSchema.Version, _fixture.Scalar("PRAGMA user_version"));
        Assert.Equal(SpoolFile.ApplicationId, _fixture.Scalar("PRAGMA application_id"));
        using Microsoft.Data.Sqlite.SqliteConnection connection = SpoolFile.Open(_fixture.Options, out _);
        Assert.Equal(2, SpoolFile.Scalar(connection, "PRAGMA synchronous"));
    }

    [Fact]
    public void Spool_OfANewerGateway_IsRefusedAndLeftAlone()
    {
        _fixture.Open().Dispose();
        _fixture.Execute($"PRAGMA user_version=4; UPDATE meta SET value={SpoolVersion.Noted(4)} WHERE key='version'");
        AssertRefused("has schema version 4, this gateway knows 1 to 3");
        Assert.Equal(4, _fixture.Scalar("PRAGMA user_version"));

        // Nor is it taken for an own one because of a bit of its header.
        _fixture.Execute("PRAGMA user_version=3");
        AssertRefused("has schema version 4, this gateway knows 1 to 3");
    }

    [Theory]
    [InlineData("DELETE FROM meta WHERE key='version'")]
    [InlineData("UPDATE meta SET value=value+1 WHERE key='version'")]
    public void Spool_ThatSaysItsVersionInItsHeaderAlone_SaysItTwiceAfterAStart(string before)
    {
        _fixture.Open().Dispose();
        _fixture.Execute(before);
        _fixture.Open().Dispose();
        Assert.Equal(SpoolVersion.Noted(SpoolSchema.Version), _fixture.Scalar("SELECT value FROM meta WHERE key='version'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spool_ABitOfItsVersionFlipped_IsOpenedAndRepairedAsWhatItIs(bool repairs)
    {
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        }

        for (int bit = 0; bit < 32; bit++)
        {
            byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
            file[UserVersionOffset + (bit / 8)] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);
            if (repairs)
            {
                await SpoolRepair.RunAsync(_fixture.Folder, TimeProvider.System, TextWriter.Null);
            }

            using (RecordSpool spool = _fixture.Open())
            {
                Assert.Equal([1, 2, 3], SpoolFixture.ReadAll(spool));
                Assert.Empty(SpoolFixture.ReadLosses(spool));
                Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, 1));
            }

            Assert.Equal(SpoolSchema.Version, _fixture.Scalar("PRAGMA user_version"));
        }
    }

    [Fact]
    public void Spool_ForeignDatabase_IsRefusedAndLeftAlone()
    {
        _fixture.Execute("CREATE TABLE precious(value)");
        AssertRefused("is another program's database");
        Assert.Equal(1, _fixture.Scalar("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public void Spool_FileOfAnotherKind_IsRefusedAndLeftAlone()
    {
        byte[] content = [.. Enumerable.Repeat((byte)'x', 5000)];
        File.WriteAllBytes(_fixture.File, content);
        AssertRefused("is damaged or not a spool");
        Assert.Equal(content, File.ReadAllBytes(_fixture.File));
    }

    [Theory]
    [InlineData(80 << 10)]
    [InlineData(200 << 10)]
    [InlineData(300 << 10)]
    public async Task Spool_WithDamagedPages_CountsEveryRecordAsThereOrLost(int damagedBytes)
    {
        const int Stored = 600;
        using (RecordSpool spool = _fixture.Open())
        {
            for (ulong number = 1; number <= 200; number++)
            {
                Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, number));
            }

            Assert.Equal(Stored, spool.Snapshot().Depth);
        }

        using (FileStream file = File.OpenWrite(_fixture.File))
        {
            file.Position = Math.Max(8192, file.Length - damagedBytes);
            file.Write([.. Enumerable.Repeat((byte)0xA5, (int)(file.Length - file.Position))]);
        }

        // Twice: what the first life declared, the second one must not declare again.
        List<long> declared = [];
        for (int life = 0; life < 2; life++)
        {
            using RecordSpool spool = _fixture.Open();
            List<long> missing = [];
            List<DeclaredLoss> losses = [];
            await Eventually.HoldsAsync(
                () =>
                {
                    HashSet<long> kept = [.. SpoolFixture.ReadAll(spool)];
                    missing = [.. Enumerable.Range(1, Stored).Select(static sequence => (long)sequence).Where(sequence => !kept.Contains(sequence))];
                    losses = [.. SpoolFixture.ReadLosses(spool).Where(static loss => loss.Class == RecordClass.Telemetry)];
                    return missing.TrueForAll(sequence => losses.Exists(loss => loss.First <= sequence && sequence <= loss.Last));
                },
                "each record is there or declared lost",
                () => $"{missing.Count} are missing; {string.Join("; ", losses)}; {spool.Snapshot().LastError}");
            declared.Add(losses.Sum(static loss => loss.Count));
            Assert.NotEmpty(missing);
            if (losses.TrueForAll(static loss => loss.IsExact))
            {
                Assert.Equal(missing.Count, declared[life]);
            }
            else
            {
                Assert.InRange(declared[life], missing.Count, long.MaxValue);
            }
        }

        // A restart may find a small table damaged that the life before only wrote to: then the file is kept aside, and declared as a whole.
        bool isKeptAside = Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*").Length > 0;
        Assert.True(isKeptAside || declared[0] == declared[1], $"{declared[0]} were declared lost, and {declared[1]} after a restart");
    }

    [Fact]
    public void Spool_OfAnotherGateway_IsRefused()
    {
        _fixture.Open().Dispose();
        GatewayException error = Assert.Throws<GatewayException>(() => _fixture.Open(options => options with { Gateway = "other" }));
        Assert.Contains("belongs to gateway 'gateway', not 'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spool_CutOffWhileItWasCreated_IsCreatedAnew()
    {
        File.WriteAllBytes(_fixture.File, []);
        using RecordSpool spool = _fixture.Open();
        Assert.True(spool.Identity.Epoch > 0);
    }

    [Fact]
    public void Spool_InUse_IsRefused()
    {
        using RecordSpool spool = _fixture.Open();
        AssertRefused("is in use, another gateway may be running on it");
    }

    [Fact]
    public void Spool_FolderThatCannotBe_IsRefused()
    {
        string file = Path.Combine(_fixture.Folder, "file");
        File.WriteAllText(file, "");
        GatewayException error = Assert.Throws<GatewayException>(() => _fixture.Open(options => options with { Folder = Path.Combine(file, "spool") }));
        Assert.Contains("cannot be created", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Spool_FolderThatTakesNoFiles_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc, a folder that takes no files from anybody");
        GatewayException error = Assert.Throws<GatewayException>(() => _fixture.Open(options => options with { Folder = "/proc" }));
        Assert.StartsWith("the spool folder /proc cannot be written", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void FolderSync_FolderThatCannotBeFlushed_SaysSoInOneLine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows flushes no folders");
        GatewayException error = Assert.Throws<GatewayException>(() => FolderSync.Flush(Path.Combine(_fixture.Folder, "missing")));
        Assert.Contains("missing cannot be flushed to disk", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(3_040_001, true)]
    [InlineData(3_051_002, true)]
    [InlineData(3_051_003, false)]
    [InlineData(3_053_003, false)]
    public void SqliteLibrary_WithTheWalResetBug_IsRefused(int version, bool refused)
    {
        if (refused)
        {
            Assert.Contains("3.51.3", Assert.Throws<GatewayException>(() => SpoolFile.CheckLibrary(version, "x")).Message, StringComparison.Ordinal);
        }
        else
        {
            SpoolFile.CheckLibrary(version, "x");
        }
    }

    private void AssertRefused(string reason)
    {
        GatewayException error = Assert.Throws<GatewayException>(() => _fixture.Open());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(_fixture.Folder, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
