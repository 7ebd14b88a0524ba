using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

public sealed class BoundedEdgeTests
{
    [Fact]
    public void Edge_BelowCapacity_DeliversInOrder()
    {
        BoundedEdge<Box> edge = NewEdge(4, DropPolicy.DropOldest);
        Write(edge, 1, 2, 3);
        Assert.Equal([1, 2, 3], ReadAll(edge));
        Assert.Equal(new EdgeLedger(3, 3, 0, 0), edge.Ledger);
    }

    [Fact]
    public void DropOldest_WhenFull_KeepsTheNewestAndCounts()
    {
        BoundedEdge<Box> edge = NewEdge(3, DropPolicy.DropOldest);
        Write(edge, 1, 2, 3, 4, 5);
        Assert.Equal([3, 4, 5], ReadAll(edge));
        Assert.Equal(new EdgeLedger(5, 3, 2, 0), edge.Ledger);
    }

    [Fact]
    public void DropNewest_WhenFull_KeepsTheOldestAndCounts()
    {
        BoundedEdge<Box> edge = NewEdge(3, DropPolicy.DropNewest);
        Write(edge, 1, 2, 3, 4, 5);
        Assert.Equal([1, 2, 3], ReadAll(edge));
        Assert.Equal(new EdgeLedger(5, 3, 2, 0), edge.Ledger);
    }

    [Fact]
    public void LatestOnly_WithoutReader_KeepsOneAndCountsTheRest()
    {
        BoundedEdge<Box> edge = NewEdge(3, DropPolicy.LatestOnly);
        Write(edge, 1, 2, 3, 4);
        Assert.Equal([4], ReadAll(edge));
        Assert.Equal(new EdgeLedger(4, 1, 3, 0), edge.Ledger);
    }

    [Fact]
    public void Block_WhenFull_RefusesAndLosesNothing()
    {
        BoundedEdge<Box> edge = NewEdge(2, DropPolicy.Block);
        Write(edge, 1, 2);
        Assert.False(edge.TryBeginWrite(out _));
        Assert.Equal([1, 2], ReadAll(edge));
        Assert.True(edge.TryBeginWrite(out _));
        edge.CancelWrite();
        Assert.Equal(new EdgeLedger(2, 2, 0, 0), edge.Ledger);
    }

    [Fact]
    public void DropOldest_WhileTheReaderHoldsTheHead_NeverTouchesWhatItReads()
    {
        BoundedEdge<Box> edge = NewEdge(2, DropPolicy.DropOldest);
        Write(edge, 1, 2);
        Assert.True(edge.TryBeginRead(out Box held));
        Write(edge, 3, 4, 5, 6);
        Assert.Equal(1, held.Value);
        Assert.True(edge.Ledger.IsBalanced);
        edge.EndRead();
        Assert.Equal([5, 6], ReadAll(edge));
        Assert.Equal(new EdgeLedger(6, 3, 3, 0), edge.Ledger);
    }

    [Fact]
    public void Edge_WriteBegunTwice_Throws()
    {
        BoundedEdge<Box> edge = NewEdge(2, DropPolicy.DropOldest);
        Assert.True(edge.TryBeginWrite(out _));
        Assert.Throws<InvalidOperationException>(() => edge.TryBeginWrite(out _));
    }

    [Theory]
    [InlineData(DropPolicy.Block)]
    [InlineData(DropPolicy.DropOldest)]
    [InlineData(DropPolicy.DropNewest)]
    [InlineData(DropPolicy.LatestOnly)]
    public void Edge_BetweenTwoThreads_KeepsOrderAndBalance(DropPolicy policy)
    {
        const int Items = 100_000;
        BoundedEdge<Box> edge = NewEdge(16, policy);
        long allocated = -1;
        Thread producer = new(() =>
        {
            AllocationMeter meter = AllocationMeter.Start();
            for (int value = 1; value <= Items;)
            {
                if (edge.TryBeginWrite(out Box slot))
                {
                    slot.Value = value++;
                    edge.EndWrite();
                }
            }

            allocated = meter.Bytes;
        });
        producer.Start();
        int last = 0;
        long read = 0;
        while (true)
        {
            bool ended = !producer.IsAlive;
            while (edge.TryBeginRead(out Box slot))
            {
                Assert.True(slot.Value > last, $"{slot.Value} came after {last}");
                last = slot.Value;
                read++;
                edge.EndRead();
            }

            if (ended)
            {
                break;
            }
        }

        // Contention included: both threads were at it all the time.
        Assert.Equal(0, allocated);
        EdgeLedger ledger = edge.Ledger;
        Assert.True(ledger.IsBalanced);
        Assert.Equal(Items, ledger.Produced);
        Assert.Equal(read, ledger.Delivered);
        Assert.Equal(0, ledger.InFlight);
        if (policy == DropPolicy.Block)
        {
            Assert.Equal(0, ledger.Dropped);
        }
    }

    [Fact]
    public void Edge_InSteadyState_AllocatesNothing()
    {
        BoundedEdge<Box> edge = NewEdge(8, DropPolicy.DropOldest);
        Cycle(edge, 1000);
        AllocationMeter meter = AllocationMeter.Start();
        Cycle(edge, 10_000);
        Assert.Equal(0, meter.Bytes);
    }

    private static void Cycle(BoundedEdge<Box> edge, int times)
    {
        for (int time = 0; time < times; time++)
        {
            edge.TryBeginWrite(out Box written);
            written.Value = time;
            edge.EndWrite();
            edge.TryBeginRead(out _);
            edge.EndRead();
        }
    }

    private static BoundedEdge<Box> NewEdge(int capacity, DropPolicy policy) => new(capacity, policy, static () => new Box());

    private static void Write(BoundedEdge<Box> edge, params int[] values)
    {
        foreach (int value in values)
        {
            Assert.True(edge.TryBeginWrite(out Box slot));
            slot.Value = value;
            edge.EndWrite();
        }
    }

    private static List<int> ReadAll(BoundedEdge<Box> edge)
    {
        List<int> values = [];
        while (edge.TryBeginRead(out Box slot))
        {
            values.Add(slot.Value);
            edge.EndRead();
        }

        return values;
    }

    private sealed class Box
    {
        public int Value { get; set; }
    }
}
