using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Tools;
using EdgeAI.PowerCut;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>The seals of what a spool stores (RECORDS.md, "Seals"), by what two verifiers say of all that it hands out.</summary>
public sealed class SpoolSealTests : IDisposable
{
    private static readonly DateTimeOffset Origin = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan SealWithin = TimeSpan.FromSeconds(1);

    private readonly SpoolFixture _fixture = new();
    private readonly SteppedTime _time = new(Origin);
    private readonly RecordSigningKey _key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
    private readonly SealedCity _city;
    private ulong _batch;

    public SpoolSealTests() => _city = new SealedCity(_key.PublicKey);

    public void Dispose()
    {
        _city.Dispose();
        _key.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Records_OfAClassThatReach256_AreSealedInTheTransactionThatBringsTheLast()
    {
        using RecordSpool spool = Open();
        await StoreAsync(spool, 255);
        Assert.Equal((255, 255), (spool.Snapshot().LastSequence, spool.Snapshot().Unsealed));
        await StoreAsync(spool, 1);
        Assert.Equal((257, 0), (spool.Snapshot().LastSequence, spool.Snapshot().Unsealed));
        await StoreAsync(spool, 600);
        Assert.Equal((859, 88), (spool.Snapshot().LastSequence, spool.Snapshot().Unsealed));
        _city.TakeAll(spool);
        Assert.Equal([256, 256, 256], _city.Seals.Select(Count));
        Assert.Equal("unsealed gateway " + spool.Identity.Epoch + " telemetry 772-859 88\ncomplete: 859 records, 771 attested, 3 seals, 88 unsealed", _city.Verify());
    }

    [Fact]
    public async Task Records_ThatNothingFollows_AreSealedASecondAfterTheFirst()
    {
        using RecordSpool spool = Open();
        await StoreAsync(spool, 3);
        _time.Pass(SealWithin / 2);
        await StoreAsync(spool, 2, RecordClass.Safety);
        Assert.False(spool.Step());
        _time.Pass(SealWithin / 2);
        Assert.True(spool.Step());
        Assert.Equal((7, 0), (spool.Snapshot().LastSequence, spool.Snapshot().Unsealed));
        _city.TakeAll(spool);
        Assert.Equal("complete: 7 records, 7 attested, 2 seals", _city.Verify());
    }

    [Fact]
    public async Task Seal_OfNothing_IsNeverWritten()
    {
        using RecordSpool spool = Open();
        await StoreAsync(spool, 256);
        _time.Pass(10 * SealWithin);
        Assert.False(spool.Step());
        Assert.Equal(257, spool.Snapshot().LastSequence);
    }

    [Fact]
    public async Task Records_OfASpoolWithAThreadOfItsOwn_AreSealedByThemselves()
    {
        using RecordSpool spool = _fixture.Open(options => options with { Signer = _key, SealWithin = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        await Eventually.HoldsAsync(() => spool.Snapshot() is { LastSequence: 4, Unsealed: 0 }, "the three are sealed", () => spool.Snapshot().ToString());
    }

    [Fact]
    public async Task Records_AtAnOrderlyStop_AreAllSealed()
    {
        using (RecordSpool spool = Open())
        {
            await StoreAsync(spool, 300);
            await StoreAsync(spool, 5, RecordClass.Bulk);
        }

        using RecordSpool again = Open();
        Assert.Equal(0, again.Snapshot().Unsealed);
        _city.TakeAll(again);
        Assert.Equal("complete: 308 records, 308 attested, 3 seals", _city.Verify());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(700)]
    public async Task Kill_BetweenARecordAndItsSeal_CostsNoProofAlsoWhereTheRecordIsGone(int records)
    {
        using RecordSpool living = Open();
        await StoreAsync(living, records);
        await StoreAsync(living, 2, RecordClass.Event);
        _city.TakeAll(living);
        using KilledSpool killed = KilledSpool.From(_fixture.Options);
        using RecordSpool spool = Open(options => options with { Folder = killed.Options.Folder });
        await StoreAsync(spool, 10);
        SealAndTake(spool);
        Assert.StartsWith($"complete: {spool.Snapshot().LastSequence} records, {spool.Snapshot().LastSequence} attested, ", _city.Verify(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_ThatIsRolledBack_LeavesTheChainsAsTheyWere()
    {
        bool fails = false;
        using RecordSpool spool = Open(options => options with { BeforeCommit = () => Assert.False(fails, "the test fails this commit") });
        await StoreAsync(spool, 100);
        fails = true;
        Task<StoreStatus> refused = StoreMixed(spool, 500, RecordClass.Telemetry);
        Assert.True(spool.Step());
        Assert.Equal(StoreStatus.DiskError, await refused);
        Assert.Equal((100, 100), (spool.Snapshot().LastSequence, spool.Snapshot().Unsealed));
        fails = false;
        await StoreAsync(spool, 500);
        SealAndTake(spool);
        Assert.Equal("complete: 601 records, 601 attested, 1 seals", _city.Verify());
    }

    [Fact]
    public async Task Transaction_ThatFails_IsNotTriedAgainForItsSealsBeforeASecond()
    {
        bool fails = false;
        using RecordSpool spool = Open(options => options with { BeforeCommit = () => Assert.False(fails, "the test fails this commit") });
        await StoreAsync(spool, 3);
        fails = true;
        _time.Pass(SealWithin);
        Assert.True(spool.Step());
        Assert.False(spool.Step());
        fails = false;
        _time.Pass(SealWithin);
        Assert.True(spool.Step());
        Assert.Equal(0, spool.Snapshot().Unsealed);
        _city.TakeAll(spool);
        Assert.Equal("complete: 4 records, 4 attested, 1 seals", _city.Verify());
    }

    [Fact]
    public async Task Drop_ForRoom_TakesSealsWithTheirClassAndDeclaresThem()
    {
        using RecordSpool spool = Open(options => options with { MaximumBytes = 768 << 10, SealRecords = 20 });
        while (spool.Snapshot().Lost == 0)
        {
            await StoreAsync(spool, 40, RecordClass.Bulk);
        }

        SealAndTake(spool);
        DeclaredLoss loss = Assert.Single(_city.Records.Where(record => record.Kind == RecordKind.DeclaredLoss).Select(record => DeclaredLoss.TryRead(record.Frame, out DeclaredLoss read) ? read : default));
        Assert.Equal((1, loss.Last), (loss.First, loss.Count));
        Assert.True(loss.Count > 20, "seals are among them");
        string told = _city.Verify();
        Assert.Contains($"declared-lost gateway {spool.Identity.Epoch} bulk 1-{loss.Last} {loss.Count}\n", told, StringComparison.Ordinal);
        Assert.Contains("\ncomplete: ", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WhenFull.DropOldest)]
    [InlineData(WhenFull.Refuse)]
    public async Task Seal_ThatFindsNoRoomOnTheDisk_RefusesNothingAndComesWhenThereIsSome(WhenFull whenFull)
    {
        string vfs = $"sealed-{Guid.NewGuid():N}";
        bool isFull = false;
        PowerCutVfs.Register(vfs, new PowerCutOptions { LeakedPart = 0, MaximumSyncMilliseconds = 0, IsFull = () => isFull });
        using RecordSpool spool = Open(options => options with { Vfs = vfs, ReserveBytes = 0, Retention = new SpoolRetention { WhenFull = whenFull } });
        await StoreAsync(spool, 200);
        isFull = true;
        _time.Pass(SealWithin);
        Assert.True(spool.Step());
        Assert.Equal((200, 200, 1), (spool.Snapshot().LastSequence, spool.Snapshot().Unsealed, spool.Snapshot().FailedCommits));
        isFull = false;
        await StoreAsync(spool, 100);
        Assert.Equal(300, spool.Snapshot().Unsealed);
        SealAndTake(spool);
        Assert.Equal("complete: 301 records, 301 attested, 1 seals", _city.Verify());
    }

    [Theory]
    [InlineData("DELETE FROM chains WHERE class=3")]
    [InlineData("UPDATE chains SET sequence=sequence+1")]
    [InlineData("DELETE FROM unsealed")]
    [InlineData("UPDATE unsealed SET entries=zeroblob(length(entries))")]
    public async Task Chain_WhosePlaceIsDamaged_BeginsAgainAboveAllThatWasGiven(string damage)
    {
        using RecordSpool living = Open();
        await StoreAsync(living, 300);
        _city.TakeAll(living);
        await StoreAsync(living, 20);
        using KilledSpool killed = KilledSpool.From(_fixture.Options);
        killed.Execute(damage);
        using RecordSpool spool = Open(options => options with { Folder = killed.Options.Folder });
        Assert.Contains("they begin again", spool.Snapshot().LastError, StringComparison.Ordinal);
        await StoreAsync(spool, 5);
        SealAndTake(spool);
        string told = _city.Verify();
        Assert.Contains($"not-attested gateway {spool.Identity.Epoch} telemetry 258-321 64\nrestarted gateway {spool.Identity.Epoch} telemetry 327-327 1\n", told, StringComparison.Ordinal);
        Assert.Contains("\ncomplete: ", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repair_OfASoundFile_CarriesTheChainsOverAndTheNextStartSealsWhatItStored()
    {
        SpoolIdentity identity;
        using (RecordSpool living = Open())
        {
            identity = living.Identity;
            await StoreAsync(living, 300);
            _city.TakeAll(living);
            await StoreAsync(living, 20, RecordClass.Safety);
            using KilledSpool killed = KilledSpool.From(_fixture.Options);
            await SpoolRepair.RunAsync(killed.Options.Folder, _time, TextWriter.Null);
            using RecordSpool spool = Open(options => options with { Folder = killed.Options.Folder });
            await StoreAsync(spool, 5);
            SealAndTake(spool);
        }

        Assert.Equal("complete: 328 records, 328 attested, 3 seals", _city.Verify());
    }

    [Fact]
    public async Task Repair_ThatDeclaresLosses_LeavesThemToBeSealed()
    {
        using RecordSpool living = Open();
        await StoreAsync(living, 300);
        using KilledSpool killed = KilledSpool.From(_fixture.Options);
        killed.Execute("UPDATE records_telemetry SET crc32c=crc32c+1 WHERE sequence BETWEEN 100 AND 110");
        await SpoolRepair.RunAsync(killed.Options.Folder, _time, TextWriter.Null);
        using RecordSpool spool = Open(options => options with { Folder = killed.Options.Folder });
        Assert.Equal(45, spool.Snapshot().Unsealed);
        SealAndTake(spool);
        Assert.Equal($"declared-lost gateway {spool.Identity.Epoch} telemetry 1-301 11\ncomplete: 293 records, 293 attested, 3 seals, 11 declared-lost", _city.Verify());
    }

    [Fact]
    public async Task File_OfVersionTwo_BeginsItsChainsAboveWhatItHolds()
    {
        using (RecordSpool old = Open(options => options with { Signer = null }))
        {
            await StoreAsync(old, 30);
        }

        _fixture.Execute($"DROP TABLE chains; DROP TABLE unsealed; PRAGMA user_version=2; UPDATE meta SET value={SpoolVersion.Noted(2)} WHERE key='version'");
        using RecordSpool spool = Open();
        await StoreAsync(spool, 5);
        SealAndTake(spool);
        Assert.Equal(SpoolSchema.Version, _fixture.Scalar("PRAGMA user_version"));
        Assert.Equal($"not-attested gateway {spool.Identity.Epoch} telemetry 1-30 30\ncomplete: 36 records, 6 attested, 1 seals, 30 not-attested", _city.Verify());
    }

    [Fact]
    public async Task Spool_ThatDidNotSealForAWhile_BeginsAgainWhereWhatItStoredIsGone()
    {
        using (RecordSpool spool = Open())
        {
            await StoreAsync(spool, 10);
        }

        using (RecordSpool spool = Open(options => options with { Signer = null }))
        {
            await StoreAsync(spool, 10);
            _city.TakeAll(spool);
        }

        using RecordSpool again = Open();
        await StoreAsync(again, 10);
        SealAndTake(again);
        Assert.Equal(
            $"not-attested gateway {again.Identity.Epoch} telemetry 12-21 10\nrestarted gateway {again.Identity.Epoch} telemetry 32-32 1\ncomplete: 32 records, 22 attested, 2 seals, 1 restarted, 10 not-attested",
            _city.Verify());
    }

    [Theory]
    [InlineData(0, 1023)]
    [InlineData(0, 1024)]
    [InlineData(24, 1000)]
    public async Task Spool_ThatDidNotSealForAWhile_GoesOnWithAsMuchAsASealHolds(int waited, int meanwhile)
    {
        using RecordSpool living = Open();
        await StoreAsync(living, 256);
        if (waited > 0)
        {
            await StoreAsync(living, waited);
        }

        using KilledSpool killed = KilledSpool.From(_fixture.Options);
        using (RecordSpool spool = Open(options => options with { Folder = killed.Options.Folder, Signer = null }))
        {
            await StoreAsync(spool, meanwhile / 2);
            await StoreAsync(spool, meanwhile - (meanwhile / 2));
        }

        using RecordSpool again = Open(options => options with { Folder = killed.Options.Folder });
        Assert.Equal((waited + meanwhile, ""), (again.Snapshot().Unsealed, again.Snapshot().LastError));
        await StoreAsync(again, 2);
        SealAndTake(again);
        long all = again.Snapshot().LastSequence;
        Assert.StartsWith($"complete: {all} records, {all} attested, ", _city.Verify(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spool_ThatDidNotSealForLong_BeginsAgainAboveMoreThanASealHolds()
    {
        using (RecordSpool spool = Open(options => options with { Signer = null }))
        {
            await StoreAsync(spool, 500);
            await StoreAsync(spool, 525);
        }

        using RecordSpool again = Open();
        Assert.Contains("they begin again", again.Snapshot().LastError, StringComparison.Ordinal);
        await StoreAsync(again, 1);
        SealAndTake(again);
        Assert.Equal($"not-attested gateway {again.Identity.Epoch} telemetry 1-1025 1025\nrestarted gateway {again.Identity.Epoch} telemetry 1027-1027 1\ncomplete: 1027 records, 2 attested, 1 seals, 1 restarted, 1025 not-attested", _city.Verify());
    }

    [Fact]
    public async Task Chain_WithAnotherKeyOfItsSuite_GoesOn()
    {
        using RecordSigningKey other = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        using SealedCity city = new(_key.PublicKey, other.PublicKey);
        using (RecordSpool spool = Open())
        {
            await StoreAsync(spool, 10);
        }

        using RecordSpool again = Open(options => options with { Signer = other });
        await StoreAsync(again, 10);
        _time.Pass(SealWithin);
        Assert.True(again.Step());
        city.TakeAll(again);
        Assert.Equal("complete: 22 records, 22 attested, 2 seals", city.Verify());
    }

    [Fact]
    public async Task Chain_OfSuiteTwo_IsOneLikeThatOfSuiteOne()
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sm3Sm2);
        using SealedCity city = new(key.PublicKey);
        using (RecordSpool spool = Open(options => options with { Signer = key }))
        {
            await StoreAsync(spool, 300);
        }

        using RecordSpool again = Open(options => options with { Signer = key });
        await StoreAsync(again, 10);
        _time.Pass(SealWithin);
        Assert.True(again.Step());
        city.TakeAll(again);
        Assert.Equal("complete: 313 records, 313 attested, 3 seals", city.Verify());
    }

    private static int Count(ReadRecord seal)
    {
        Assert.True(Seal.TryRead(seal.Frame, out Seal read));
        return read.Count;
    }

    private RecordSpool Open(Func<SpoolOptions, SpoolOptions>? change = null)
    {
        SpoolOptions options = _fixture.Options with { Signer = _key, IsStepped = true, Time = _time, SealWithin = SealWithin };
        return RecordSpool.Open(change?.Invoke(options) ?? options);
    }

    private Task<StoreStatus> StoreMixed(RecordSpool spool, int frames, RecordClass recordClass) => SpoolLaneTests.StoreMixedAsync(spool, ++_batch, frames, recordClass);

    private async Task StoreAsync(RecordSpool spool, int frames, RecordClass recordClass = RecordClass.Telemetry)
    {
        Task<StoreStatus> stored = StoreMixed(spool, frames, recordClass);
        Assert.True(spool.Step());
        Assert.Equal(StoreStatus.Stored, await stored);
    }

    private void SealAndTake(RecordSpool spool)
    {
        _time.Pass(SealWithin);
        Assert.True(spool.Step());
        Assert.Equal(0, spool.Snapshot().Unsealed);
        _city.TakeAll(spool);
    }
}
