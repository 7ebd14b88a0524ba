using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>What a start makes of a journal that is damaged, lost or torn: what was acknowledged is there or declared, and no number is given twice.</summary>
public sealed class SpoolJournalTests
{
    private const int Batches = 8;
    private const long Stored = Batches * 3;

    [Fact]
    public async Task Journal_OneBitFlippedInAnyFrame_GivesNoNumberAgainAndDeclaresWhatIsMissing()
    {
        using KilledSpool whole = await KilledSpool.WithBatchesAsync(Batches);
        Assert.True(whole.Frames > Batches);
        for (int frame = 0; frame < whole.Frames; frame++)
        {
            // The page, its number, the salts and the checksum in turn; not where the transaction's end is said, which no flip makes unsaid here.
            Random random = new(frame);
            int place = (frame % 4) switch { 0 => random.Next(4), 1 => random.Next(8, 16), 2 => random.Next(16, 24), _ => random.Next(24, KilledSpool.FrameLength) };
            using KilledSpool killed = Copy(whole);
            killed.Damage(journal => journal[KilledSpool.OffsetOf(frame) + place] ^= (byte)(1 << random.Next(8)));
            await AssertNothingIsLostSilentlyAsync(killed.Options, $"frame {frame}, byte {place}");
        }
    }

    [Fact]
    public async Task Journal_OneBitFlippedAfterAllOfItWasCopied_LosesNothing()
    {
        using KilledSpool whole = await KilledSpool.WithBatchesAsync(Batches, isCopied: true);
        for (int frame = 0; frame < whole.Frames; frame++)
        {
            using KilledSpool killed = Copy(whole);
            killed.Damage(journal => journal[KilledSpool.OffsetOf(frame) + 100] ^= 1);
            using RecordSpool spool = RecordSpool.Open(killed.Options with { IsStepped = true });
            while (spool.Step())
            {
            }

            Assert.Equal(Enumerable.Range(1, (int)Stored).Select(sequence => (long)sequence), SpoolFixture.ReadAll(spool));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(18)]
    [InlineData(27)]
    public async Task Journal_OneBitFlippedInItsHeader_GivesNoNumberAgainAndDeclaresWhatIsMissing(int place)
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(Batches);
        killed.Damage(journal => journal[place] ^= 4);
        await AssertNothingIsLostSilentlyAsync(killed.Options, $"byte {place}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Journal_Lost_GivesNoNumberAgainAndDeclaresWhatIsMissing(bool isThere)
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(Batches);
        File.Delete(killed.Journal);
        if (isThere)
        {
            File.WriteAllBytes(killed.Journal, []);
        }

        await AssertNothingIsLostSilentlyAsync(killed.Options, "lost");
    }

    [Fact]
    public async Task Journal_CutOffWithinItsLastTransaction_LosesNothingElseAndDeclaresNothing()
    {
        using KilledSpool whole = await KilledSpool.WithBatchesAsync(Batches);
        int before = whole.Commits()[^2] + 1;
        for (long length = KilledSpool.OffsetOf(before); length < new FileInfo(whole.Journal).Length; length += 1000)
        {
            using KilledSpool killed = Copy(whole);
            killed.Truncate(length);
            await AssertOnlyTheLastBatchIsMissingAsync(killed.Options);
        }
    }

    [Fact]
    public async Task Journal_AnyFrameOfItsLastTransactionNeverWritten_LosesNothingElseAndDeclaresNothing()
    {
        using KilledSpool whole = await KilledSpool.WithBatchesAsync(Batches);
        for (int frame = whole.Commits()[^2] + 1; frame < whole.Frames; frame++)
        {
            using KilledSpool killed = Copy(whole);
            killed.Damage(journal => journal.AsSpan(KilledSpool.OffsetOf(frame), KilledSpool.FrameLength).Clear());
            await AssertOnlyTheLastBatchIsMissingAsync(killed.Options);
        }
    }

    [Fact]
    public async Task Journal_Damaged_DeclaresNoMoreThanItsRestCanHold()
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(Batches);
        int frame = killed.Commits()[^2] + 1;
        killed.Damage(journal => journal[KilledSpool.OffsetOf(frame) + 100] ^= 1);
        using RecordSpool spool = RecordSpool.Open(killed.Options with { IsStepped = true });
        Assert.True(spool.Step());
        Assert.All(SpoolFixture.ReadLosses(spool), loss => Assert.InRange(loss.Count, 3, (killed.Frames + 1) * 200));
    }

    [Fact]
    public async Task Journal_DamagedAndTheGatewayKilledAgainAndAgain_DeclaresOnce()
    {
        using KilledSpool damaged = await KilledSpool.WithBatchesAsync(Batches);
        damaged.Damage(journal => journal[KilledSpool.OffsetOf(damaged.Frames - 1) + 100] ^= 1);
        using KilledSpool again = KillAfter(damaged, spool => Assert.True(spool.Step()));
        using KilledSpool third = KillAfter(again, spool => Assert.False(spool.Step()));
        using RecordSpool last = RecordSpool.Open(third.Options);
        Assert.Equal(4, SpoolFixture.ReadLosses(last).Count);
    }

    [Fact]
    public async Task Spool_ClosedInOrder_NeedsNoJournal()
    {
        using SpoolFixture fixture = new();
        using (RecordSpool spool = fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        }

        File.Delete(fixture.File + "-wal");
        using RecordSpool again = fixture.Open();
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(again, 2));
        Assert.Equal([1, 2, 3, 4, 5, 6], SpoolFixture.ReadAll(again));
        Assert.Empty(SpoolFixture.ReadLosses(again));
    }

    [Fact]
    public async Task Spool_Killed_GoesOnWithItsJournal()
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(Batches);
        using RecordSpool spool = RecordSpool.Open(killed.Options);
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, Batches));
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, Batches + 1));
        Assert.Equal(Enumerable.Range(1, (int)Stored + 3).Select(sequence => (long)sequence), SpoolFixture.ReadAll(spool));
        Assert.Empty(SpoolFixture.ReadLosses(spool));
    }

    [Fact]
    public async Task File_OfABackupOfTheSameMillion_GivesNoNumberAgainAndDeclaresWhatIsMissing()
    {
        using SpoolFixture fixture = new();
        using (RecordSpool spool = fixture.Open())
        {
            await SpoolFixture.StoreBatchAsync(spool, 1);
        }

        byte[] backup = await File.ReadAllBytesAsync(fixture.File, TestContext.Current.CancellationToken);
        using (RecordSpool spool = fixture.Open())
        {
            await SpoolFixture.StoreBatchAsync(spool, 2);
        }

        await File.WriteAllBytesAsync(fixture.File, backup, TestContext.Current.CancellationToken);
        using RecordSpool again = fixture.Open();
        await SpoolFixture.StoreBatchAsync(again, 3);
        Assert.Equal([1, 2, 3], SpoolFixture.ReadAll(again)[..3]);
        Assert.All(SpoolFixture.ReadAll(again)[3..], sequence => Assert.True(sequence > 6));
        Assert.Equal(Enum.GetValues<RecordClass>(), SpoolFixture.ReadLosses(again).Select(loss => loss.Class));
        Assert.All(SpoolFixture.ReadLosses(again), loss => Assert.True(loss is { First: 4, Last: >= 6, IsExact: false }));
    }

    private static KilledSpool Copy(KilledSpool whole) => KilledSpool.From(whole.Options);

    private static KilledSpool KillAfter(KilledSpool killed, Action<RecordSpool> does)
    {
        using RecordSpool spool = RecordSpool.Open(killed.Options with { IsStepped = true });
        does(spool);
        return Copy(killed);
    }

    private static async Task AssertNothingIsLostSilentlyAsync(SpoolOptions options, string what)
    {
        using RecordSpool spool = RecordSpool.Open(options with { IsStepped = true });
        while (spool.Step())
        {
        }

        await KilledSpool.StoreAsync(spool, 100);
        List<ReadRecord> read = SpoolFixture.ReadRecords(spool);
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        for (long sequence = 1; sequence <= Stored; sequence++)
        {
            byte[] frame = RawFrames.Make(1, 1, ((((sequence - 1) / 3) + 1) * 100) + ((sequence - 1) % 3));
            Assert.True(
                read.Exists(record => record.Sequence == sequence && record.Frame.AsSpan().SequenceEqual(frame)) || losses.Exists(loss => loss.Class == RecordClass.Telemetry && loss.First <= sequence && sequence <= loss.Last),
                $"{what}: record {sequence} is neither there nor declared lost");
        }

        Assert.All(read.Where(record => record.Kind != RecordKind.Frame), record => Assert.True(record.Sequence > Stored, $"{what}: number {record.Sequence} was given again"));
        Assert.Equal(3, read.Count(record => record.Kind == RecordKind.Frame && record.Sequence > Stored));
    }

    private static async Task AssertOnlyTheLastBatchIsMissingAsync(SpoolOptions options)
    {
        using RecordSpool spool = RecordSpool.Open(options with { IsStepped = true });
        Assert.False(spool.Step());
        await KilledSpool.StoreAsync(spool, Batches);
        Assert.Equal(Enumerable.Range(1, (int)Stored).Select(sequence => (long)sequence), SpoolFixture.ReadAll(spool));
        Assert.Empty(SpoolFixture.ReadLosses(spool));
    }
}
