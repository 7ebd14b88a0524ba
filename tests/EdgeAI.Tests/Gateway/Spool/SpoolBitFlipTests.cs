using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>
/// Bits flip in the file: each record is delivered as it was, or declared lost; the rest goes on, also over a restart. Thousands of files more:
/// EdgeAI.PowerCut fuzz-spool.
/// </summary>
public sealed class SpoolBitFlipTests
{
    private const int Seeds = 300;
    private const int SealedSeeds = 100;
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

    [Fact]
    public void Spool_ThatSealsWithBitsFlippedAnywhere_HandsOutWhatItsSealsAttest()
    {
        using SpoolFuzzer fuzzer = new(seals: true);
        for (int seed = 0; seed < SealedSeeds; seed++)
        {
            fuzzer.Try(seed);
        }

        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer is { Files: SealedSeeds, Undamaged: < SealedSeeds, Replaced: > 0, Waiting: > SealedSeeds * 400 }, fuzzer.ToString());
    }

    [Theory]
    [InlineData(0xA5, false)]
    [InlineData(0x00, false)]
    [InlineData(0xFF, false)]
    [InlineData(0xA5, true)]
    public void Spool_OnePageOverwritten_DeliversOrDeclaresEveryRecord(byte with, bool seals)
    {
        using SpoolFuzzer fuzzer = new(seals);
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

        // A page takes with it what it held, and no more: what a table's root led to is carried over into a new file.
        Assert.DoesNotContain(lost, static records => records > MostOfAPage);
    }

    [Fact]
    public void Spool_AKeyOrPointerOfAnInnerPageFlipped_DeliversOrDeclaresEveryRecord()
    {
        using SpoolFuzzer fuzzer = new();
        byte[] whole = fuzzer.CopyFile();
        foreach (InnerCell cell in TreePages.InnerCells(whole))
        {
            // Above all others and below some, a little off; and a pointer to another page.
            foreach ((int at, int bit) in (ReadOnlySpan<(int, int)>)[(cell.Key, 6), (cell.Key, 0), (cell.Key + 1, 6), (cell.Key + 1, 3), (cell.Key - 1, 1)])
            {
                byte[] damaged = fuzzer.CopyFile();
                damaged[at] ^= (byte)(1 << bit);
                fuzzer.Try(damaged, $"page {cell.Page}, byte {at % PageSize}, bit {bit}");
            }
        }

        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Files > 100, fuzzer.ToString());
    }

    [Fact]
    public void Spool_ARowDamagedBesideADamagedKey_DeclaresNoneTwice()
    {
        using SpoolFuzzer fuzzer = new();
        byte[] whole = fuzzer.CopyFile();
        foreach (int page in TreePages.InnerCells(whole).GroupBy(cell => cell.Page).Select(cells => cells.ElementAt(4).Child))
        {
            List<LeafCell> rows = TreePages.LeafCells(whole, page);
            LeafCell middle = rows[rows.Count / 2];
            foreach (LeafCell row in rows.Where(row => row != middle))
            {
                // With a key above all others, and one below, SQLite does not find the rows before it or behind; of the other row a bit near its end.
                foreach (byte bit in (ReadOnlySpan<byte>)[1, 2])
                {
                    byte[] damaged = fuzzer.CopyFile();
                    damaged[middle.Key] ^= bit;
                    damaged[row.End - 8] ^= 4;
                    fuzzer.Try(damaged, $"page {page}, bytes {middle.Key % PageSize} ({bit}) and {row.End % PageSize}");
                }
            }
        }

        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Files > 40 && fuzzer.Undamaged == 0, fuzzer.ToString());
    }
}
