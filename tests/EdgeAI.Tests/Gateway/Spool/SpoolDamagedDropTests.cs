using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A page goes bad while no upstream reads: bulk goes on making way, nothing above it does, and a later reader accounts for every record.</summary>
public sealed class SpoolDamagedDropTests : IDisposable
{
    private const int Frames = 50;

    private readonly SpoolFixture _fixture = new();
    private ulong _number;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(200, 40, 0xA5)] // Behind the first rows, so that some before it may go.
    [InlineData(200, 1, 0xA5)] // Among the very first.
    [InlineData(200, 40, 0x00)]
    [InlineData(200, 40, 0xFF)]
    [InlineData(4000, 4, 0xA5)] // A row fills a page.
    [InlineData(4096, 8, 0xA5)] // The page holds the end of a frame that does not fit its row's.
    public async Task Full_WithABadPageAndNobodyReading_GoesOnDroppingBulk(int length, int batch, byte with)
    {
        long stored = 0;
        using (RecordSpool spool = Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++_number, Frames, RecordClass.Event));
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++_number, Frames, RecordClass.Telemetry));
            while (spool.Snapshot().Bytes < 3 << 20)
            {
                stored += await StoreBulkAsync(spool, length);
            }

            Assert.Equal(0, spool.Snapshot().Lost);
        }

        Damage(RawFrames.Make(1, 1, ((2 + batch) * 1000) + 25, length), with);
        using RecordSpool again = Open();
        for (long bytes = 0; bytes < 5 << 20; bytes += Frames * length)
        {
            stored += await StoreBulkAsync(again, length);
        }

        SpoolStatistics spooled = again.Snapshot();
        Assert.True(spooled.Lost > 0, "bulk was dropped");
        Assert.Equal((Frames, Frames), (spooled.Lanes[1].Records, spooled.Lanes[2].Records));

        // The upstream is back: a reading may stop where a table is closed meanwhile, and the next one goes on.
        long kept = 0;
        await Eventually.HoldsAsync(
            () =>
            {
                kept = SpoolFixture.ReadRecords(again).Count(record => record is { Class: RecordClass.Bulk, Kind: RecordKind.Frame });
                return stored == kept + LostBulk(again);
            },
            "each bulk record is there or declared lost",
            () => $"{stored} stored, {kept} kept, {LostBulk(again)} lost; {again.Snapshot().LastError}");
        Assert.All(SpoolFixture.ReadLosses(again), loss => Assert.Equal(RecordClass.Bulk, loss.Class));
    }

    private static long LostBulk(RecordSpool spool) => SpoolFixture.ReadLosses(spool).Where(loss => loss.Class == RecordClass.Bulk).Sum(loss => loss.Count);

    private RecordSpool Open() => _fixture.Open(options => options with { MaximumBytes = 4 << 20, WithoutSync = true });

    private async Task<int> StoreBulkAsync(RecordSpool spool, int length)
    {
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, ++_number, Frames, RecordClass.Bulk, length));
        return Frames;
    }

    private void Damage(byte[] frame, byte with)
    {
        byte[] file = File.ReadAllBytes(_fixture.File);

        // By its end, which is in a page of its own where the frame does not fit its row's.
        int found = file.AsSpan().IndexOf(frame.AsSpan(frame.Length - 100));
        Assert.True(found > 0, "the frame is in the file");
        file.AsSpan(found / 4096 * 4096, 4096).Fill(with);
        File.WriteAllBytes(_fixture.File, file);
    }
}
