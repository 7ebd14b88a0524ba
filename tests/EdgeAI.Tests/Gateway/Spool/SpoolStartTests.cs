using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>What a start reads, counted at the file and not timed: it does not grow with what waits.</summary>
public sealed class SpoolStartTests
{
    private const int Few = 200;
    private const int Many = 200_000;
    private const int PageLength = 4096;

    // What a start on an empty spool reads, too.
    private const long MostBytes = 100 * PageLength;

    // A table of a thousand times as many rows has two more levels, and each of the four is entered at both ends.
    private const int MorePages = 16;

    [Fact]
    public async Task Open_TwoHundredThousandWaitInsteadOfTwoHundred_ReadsAFewPagesMore()
    {
        (long few, int fewPages, _) = await OpenAsync(Few, isKilled: false);
        (long many, int manyPages, _) = await OpenAsync(Many, isKilled: false);
        TestContext.Current.SendDiagnosticMessage($"{few} bytes, {fewPages} pages of the writer's; {many} bytes, {manyPages} pages");
        Assert.InRange(few, 1, MostBytes);
        Assert.InRange(many, few, few + (MorePages * PageLength));
        Assert.InRange(manyPages, fewPages, fewPages + MorePages);
    }

    [Fact]
    public async Task Open_AfterAKill_ReadsTheJournalAndNothingOfTheBacklog()
    {
        (long few, _, long fewJournal) = await OpenAsync(Few, isKilled: true);
        (long many, _, long manyJournal) = await OpenAsync(Many, isKilled: true);
        TestContext.Current.SendDiagnosticMessage($"{few} bytes with a journal of {fewJournal}; {many} bytes with a journal of {manyJournal}");

        // Once to see what of it is whole, once to bring it into the database.
        Assert.InRange(few, fewJournal, (2 * fewJournal) + MostBytes);
        Assert.InRange(many, manyJournal, (2 * manyJournal) + MostBytes);
    }

    /// <summary>Opens a spool in which so many records wait; the bytes and the writer's pages that this read, and the journal's length before.</summary>
    private static async Task<(long Bytes, int Pages, long Journal)> OpenAsync(int waiting, bool isKilled)
    {
        using SpoolFixture fixture = new();
        string vfs = $"start-{Guid.NewGuid():N}";
        PowerCutVfs disk = PowerCutVfs.Register(vfs, new PowerCutOptions { LeakedPart = 0, MaximumSyncMilliseconds = 0 });
        using (RecordSpool spool = fixture.Open(options => options with { WithoutSync = true }))
        {
            for (int stored = 0; stored < waiting; stored += Few)
            {
                Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, (ulong)((stored / Few) + 1), Few, length: 60));
            }
        }

        if (isKilled)
        {
            using RecordSpool killed = fixture.Open(options => options with { Vfs = vfs });
            for (ulong batch = 0; batch < 20; batch++)
            {
                Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(killed, 1_000_000 + batch, Few, length: 60));
                waiting += Few;
            }

            disk.CutPower();
        }

        disk.RestorePower(seed: 1);
        FileInfo file = new($"{fixture.File}-wal");
        long journal = file.Exists ? file.Length : 0;
        long before = disk.BytesRead;
        using RecordSpool again = fixture.Open(options => options with { Vfs = vfs });
        Assert.Equal(waiting, again.Snapshot().Depth);
        return (disk.BytesRead - before, again.PagesRead, journal);
    }
}
