using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>
/// Bits flip in the file: each record is delivered as it was, or declared lost; the rest goes on, also over a restart. Thousands of files more:
/// EdgeAI.PowerCut fuzz-spool.
/// </summary>
public sealed class SpoolBitFlipTests
{
    private const int Seeds = 300;
    private const int PageSize = 4096;
    private const int MostOfAPage = 40;

    [Fact]
    public void Spool_BitsFlippedAnywhere_DeliversOrDeclaresEveryRecord()
    {
        using SpoolFuzzer fuzzer = new();
        for (int seed = 0; seed < Seeds; seed++)
        {
            fuzzer.Try(seed);
        }

        Assert.Empty(fuzzer.Findings);

        // Some flips hit what is found when it is read, some what nothing goes on without, and few take much with them.
        Assert.Equal(Seeds, fuzzer.Files);
        Assert.True(fuzzer is { Undamaged: < Seeds, Replaced: > 0, Waiting: > Seeds * 400 } && fuzzer.Delivered > fuzzer.Waiting * 97 / 100, fuzzer.ToString());
    }

    [Theory]
    [InlineData(0xA5)]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Spool_OnePageOverwritten_DeliversOrDeclaresEveryRecord(byte with)
    {
        using SpoolFuzzer fuzzer = new();
        int pages = fuzzer.CopyFile().Length / PageSize;
        List<long> lost = [];
        for (int page = 0; page < pages; page++)
        {
            byte[] damaged = fuzzer.CopyFile();
            damaged.AsSpan(page * PageSize, PageSize).Fill(with);
            long before = fuzzer.Waiting - fuzzer.Delivered;
            fuzzer.Try(damaged, $"page {page}");
            lost.Add(fuzzer.Waiting - fuzzer.Delivered - before);
        }

        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Files > 40 && fuzzer.Replaced > 0, fuzzer.ToString());

        // A page takes with it what it held; only a table's root takes the whole table.
        Assert.InRange(lost.Count(static records => records > MostOfAPage), 0, Enum.GetValues<RecordClass>().Length);
    }
}
