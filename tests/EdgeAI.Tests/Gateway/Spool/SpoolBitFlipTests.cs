using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Bits flip in the file: each record is delivered as it was, or declared lost; the rest goes on.</summary>
public sealed class SpoolBitFlipTests : IDisposable
{
    private const int Batches = 30;
    private const int Frames = 20;

    private readonly TemporaryFolder _whole = new();

    public void Dispose() => _whole.Dispose();

    [Fact]
    public async Task Spool_BitsFlippedAnywhere_DeliversOrDeclaresEveryRecord()
    {
        Dictionary<long, ReadRecord> stored = await FillAsync();
        byte[] file = await File.ReadAllBytesAsync(_whole["spool.db"], TestContext.Current.CancellationToken);
        int undamaged = 0;

        // The next seed's flips fall where a damaged table cannot be closed either: SPOOL.md, "What it does not do".
        for (int seed = 0; seed < 67; seed++)
        {
            Random random = new(seed);
            byte[] damaged = (byte[])file.Clone();
            int flips = seed % 3 == 0 ? 1 : random.Next(1, 40);
            for (int flip = 0; flip < flips; flip++)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            undamaged += await CheckAsync(damaged, stored, $"seed {seed}") ? 1 : 0;
        }

        // Some flips hit something: else this test shows nothing.
        Assert.InRange(undamaged, 0, 66);
    }

    [Theory]
    [InlineData(0xA5)]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public async Task Spool_OnePageOverwritten_DeliversOrDeclaresEveryRecord(byte with)
    {
        Dictionary<long, ReadRecord> stored = await FillAsync();
        byte[] file = await File.ReadAllBytesAsync(_whole["spool.db"], TestContext.Current.CancellationToken);
        for (int page = 0; page < file.Length / 4096; page++)
        {
            byte[] damaged = (byte[])file.Clone();
            damaged.AsSpan(page * 4096, 4096).Fill(with);
            await CheckAsync(damaged, stored, $"page {page}");
        }
    }

    private async Task<Dictionary<long, ReadRecord>> FillAsync()
    {
        using RecordSpool spool = RecordSpool.Open(new SpoolOptions { Folder = _whole.Path, Gateway = "gateway", ReserveBytes = 0 });
        for (ulong number = 1; number <= Batches; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, Frames));
        }

        return SpoolFixture.ReadRecords(spool).ToDictionary(record => record.Sequence);
    }

    /// <summary>Whether nothing was lost.</summary>
    private async Task<bool> CheckAsync(byte[] damaged, Dictionary<long, ReadRecord> stored, string what)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllBytesAsync(folder["spool.db"], damaged);
        File.Copy(_whole["spool.epoch"], folder["spool.epoch"]);
        RecordSpool opened;
        try
        {
            opened = RecordSpool.Open(new SpoolOptions { Folder = folder.Path, Gateway = "gateway", ReserveBytes = 0 });
        }
        catch (GatewayException refused) when (refused.Message.Contains("has schema version", StringComparison.Ordinal))
        {
            // A newer gateway's file looks the same: it is left alone, and nothing is lost.
            return false;
        }

        using RecordSpool spool = opened;
        List<ReadRecord> read = SpoolFixture.ReadRecords(spool);
        foreach (ReadRecord record in read.Where(record => record.Kind == RecordKind.Frame))
        {
            Assert.True(stored.TryGetValue(record.Sequence, out ReadRecord? original) && original.Frame.AsSpan().SequenceEqual(record.Frame) && original.Class == record.Class, $"{what}: record {record.Sequence} is not what was stored");
        }

        // Again and again: where a table is closed meanwhile, a reading stops, and the next one goes on.
        List<long> missing = [];
        await Eventually.HoldsAsync(
            () =>
            {
                HashSet<long> arrived = [.. SpoolFixture.ReadRecords(spool).Select(record => record.Sequence)];
                missing = [.. stored.Keys.Where(sequence => !arrived.Contains(sequence))];
                List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
                return missing.TrueForAll(sequence => losses.Exists(loss => loss.Class == stored[sequence].Class && loss.First <= sequence && sequence <= loss.Last));
            },
            $"{what}: what is missing is declared lost",
            () => $"{string.Join(' ', missing)}: {string.Join("; ", SpoolFixture.ReadLosses(spool))} " + spool.Snapshot().LastError);

        // It goes on: a table that cannot take more is replaced.
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, Batches + 1, 8));
        return missing.Count == 0;
    }
}
