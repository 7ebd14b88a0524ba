using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

/// <summary>What each policy keeps, loses and counts; what holds for all of them stands in <see cref="EdgeContract"/>.</summary>
public sealed class BoundedEdgeTests
{
    [Fact]
    public void DropOldest_WhenFull_KeepsTheNewestAndCounts()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(3, DropPolicy.DropOldest);
        edge.Write(1, 2, 3, 4, 5);
        Assert.Equal([3, 4, 5], edge.ReadAll());
        Assert.Equal(new EdgeLedger(5, 3, new EdgeDrops(Oldest: 2), 0), edge.Ledger);
    }

    [Fact]
    public void DropNewest_WhenFull_KeepsTheOldestAndCounts()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(3, DropPolicy.DropNewest);
        edge.Write(1, 2, 3, 4, 5);
        Assert.Equal([1, 2, 3], edge.ReadAll());
        Assert.Equal(new EdgeLedger(5, 3, new EdgeDrops(Newest: 2), 0), edge.Ledger);
    }

    [Fact]
    public void LatestOnly_WithoutReader_KeepsOneAndCountsTheRest()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(3, DropPolicy.LatestOnly);
        edge.Write(1, 2, 3, 4);
        Assert.Equal([4], edge.ReadAll());
        Assert.Equal(new EdgeLedger(4, 1, new EdgeDrops(Superseded: 3), 0), edge.Ledger);
    }

    [Fact]
    public void Block_WhenFull_RefusesAndLosesNothing()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(2, DropPolicy.Block);
        edge.Write(1, 2);
        Assert.False(edge.TryBeginWrite(out _));
        Assert.Equal([1, 2], edge.ReadAll());
        Assert.True(edge.TryBeginWrite(out _));
        edge.CancelWrite();
        Assert.Equal(new EdgeLedger(2, 2, default, 0), edge.Ledger);
    }

    [Fact]
    public void EveryNth_WithRoom_KeepsTheFirstOfEachNAndCountsTheOthers()
    {
        BoundedEdge<EdgeBox> edge = new(8, DropPolicy.EveryNth, static () => new EdgeBox(), keepEvery: 3);
        edge.Write(1, 2, 3, 4, 5, 6, 7, 8);
        Assert.Equal([1, 4, 7], edge.ReadAll());
        Assert.Equal(new EdgeLedger(8, 3, new EdgeDrops(Thinned: 5), 0), edge.Ledger);
    }

    [Fact]
    public void EveryNth_WhenFull_TellsWhatWasThinnedFromWhatMadeRoom()
    {
        BoundedEdge<EdgeBox> edge = new(2, DropPolicy.EveryNth, static () => new EdgeBox(), keepEvery: 2);
        edge.Write(1, 2, 3, 4, 5, 6, 7);
        Assert.Equal([5, 7], edge.ReadAll());
        Assert.Equal(new EdgeLedger(7, 2, new EdgeDrops(Oldest: 2, Thinned: 3), 0), edge.Ledger);
    }

    [Fact]
    public void Block_ThatKeepsEveryNth_RefusesOnlyWhatItWouldKeep()
    {
        // What a replay makes of 'every-nth': the same items pass, and none of them is lost.
        BoundedEdge<EdgeBox> edge = new(1, DropPolicy.Block, static () => new EdgeBox(), keepEvery: 2);
        edge.Write(1, 2);
        Assert.False(edge.TryBeginWrite(out _));
        Assert.Equal([1], edge.ReadAll());
        edge.Write(3, 4);
        Assert.Equal([3], edge.ReadAll());
    }

    [Fact]
    public void Stop_OnAFullBlockingEdge_LetsTheProducerGoOnAndCounts()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(1, DropPolicy.Block);
        edge.Write(1);
        edge.Stop();
        edge.Write(2, 3);
        Assert.Equal([1], edge.ReadAll());
        Assert.Equal(new EdgeLedger(3, 1, new EdgeDrops(Stopped: 2), 0), edge.Ledger);
    }

    [Fact]
    public void DropOldest_WhileTheReaderHoldsTheHead_NeverTouchesWhatItReads()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(2, DropPolicy.DropOldest);
        edge.Write(1, 2);
        Assert.True(edge.TryBeginRead(out EdgeBox held));
        edge.Write(3, 4, 5, 6);
        Assert.Equal(1, held.Value);
        Assert.True(edge.Ledger.IsBalanced);
        edge.EndRead();
        Assert.Equal([5, 6], edge.ReadAll());
        Assert.Equal(new EdgeLedger(6, 3, new EdgeDrops(Oldest: 3), 0), edge.Ledger);
    }

    [Fact]
    public void Edge_OfALargePayload_HandsOverTheSameBuffer()
    {
        BoundedEdge<byte[]> edge = new(2, DropPolicy.DropOldest, static () => new byte[4 << 20]);
        HashSet<byte[]> written = [];
        for (int image = 0; image < 12; image++)
        {
            Assert.True(edge.TryBeginWrite(out byte[] filled));
            filled[^1] = (byte)image;
            written.Add(filled);
            edge.EndWrite();
            Assert.True(edge.TryBeginRead(out byte[] read));
            Assert.Same(filled, read);
            Assert.Equal(image, read[^1]);
            edge.EndRead();
        }

        Assert.InRange(written.Count, 1, 4);
    }

    [Theory]
    [InlineData(0, DropPolicy.Block, 1)]
    [InlineData(1, DropPolicy.EveryNth, 1)]
    [InlineData(1, DropPolicy.DropOldest, 0)]
    public void Edge_OfNoUse_Throws(int capacity, DropPolicy policy, int keepEvery) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedEdge<EdgeBox>(capacity, policy, static () => new EdgeBox(), keepEvery));

    private static BoundedEdge<EdgeBox> NewEdge(int capacity, DropPolicy policy) => new(capacity, policy, static () => new EdgeBox());
}
