using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

public sealed class SequenceSetTests
{
    [Fact]
    public void Add_AnyOrderOfNumbers_CountsLikeASet()
    {
        Random random = new(11);
        for (int round = 0; round < 200; round++)
        {
            SequenceSet set = new();
            HashSet<long> oracle = [];
            int range = random.Next(2) == 0 ? 120 : 100_000;
            for (int step = 0; step < 200; step++)
            {
                long number = random.Next(1, range);
                Assert.Equal(oracle.Add(number) ? RecordNovelty.New : RecordNovelty.Duplicate, set.Add(number));
                Assert.Equal(oracle.Count, set.Count);
            }

            Assert.Equal(oracle.Max() - oracle.Min() + 1 - oracle.Count, set.Missing);
        }
    }

    [Fact]
    public void Add_WholePagesInAnyOrder_AreRememberedExactly()
    {
        const int pages = 9;
        SequenceSet set = new(maximumPages: 2);
        int[] order = [4, 2, 3, 8, 0, 7, 1, 5, 6];
        foreach (int page in order)
        {
            for (int index = 0; index < SequenceSet.PageSize; index++)
            {
                Assert.Equal(RecordNovelty.New, set.Add((page * (long)SequenceSet.PageSize) + index));
            }
        }

        Assert.Equal(pages * SequenceSet.PageSize, set.Count);
        Assert.Equal(0, set.Missing);
        for (long number = 0; number < pages * SequenceSet.PageSize; number += 511)
        {
            Assert.Equal(RecordNovelty.Duplicate, set.Add(number));
        }
    }

    [Fact]
    public void Add_MorePagesWithHolesThanKept_ForgetsTheLowestAndSaysSo()
    {
        SequenceSet set = new(maximumPages: 3);
        for (long page = 0; page < 5; page++)
        {
            Assert.Equal(RecordNovelty.New, set.Add((page * SequenceSet.PageSize) + 7));
        }

        Assert.Equal(RecordNovelty.Unknown, set.Add(7));
        Assert.Equal(RecordNovelty.Unknown, set.Add(8));
        Assert.Equal(RecordNovelty.Unknown, set.Add(SequenceSet.PageSize + 7));
        Assert.Equal(RecordNovelty.Duplicate, set.Add((2 * SequenceSet.PageSize) + 7));
        Assert.Equal(RecordNovelty.New, set.Add((2 * SequenceSet.PageSize) + 8));
        Assert.Equal(6, set.Count);
        Assert.Equal((4 * SequenceSet.PageSize) + 8 - (2 * SequenceSet.PageSize) - 4, set.Missing);
    }

    [Fact]
    public void Deduplicator_SpoolsAndSequences_AreToldApart()
    {
        RecordDeduplicator deduplicator = new(maximumSpools: 2);
        Assert.Equal(RecordNovelty.New, deduplicator.Add(new RecordId("one", 1, 5)));
        Assert.Equal(RecordNovelty.New, deduplicator.Add(new RecordId("one", 2, 5)));
        Assert.Equal(RecordNovelty.Duplicate, deduplicator.Add(new RecordId("one", 1, 5)));

        // A third spool, and the one that came first is forgotten.
        Assert.Equal(RecordNovelty.New, deduplicator.Add(new RecordId("two", 1, 5)));
        Assert.Equal(2, deduplicator.Spools.Count);
        Assert.Equal(RecordNovelty.Duplicate, deduplicator.Add(new RecordId("one", 2, 5)));
    }
}
