using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

/// <summary>What holds for an edge of any policy: order, whole items, a balanced account, no allocation, and no item that appears from nowhere.</summary>
public abstract class EdgeContract
{
    private protected abstract BoundedEdge<EdgeBox> NewEdge(int capacity, WakeSignal? wake = null);

    [Fact]
    public void Edge_WithRoomForAll_DeliversInOrder()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(4);
        List<long> read = [];
        for (int value = 1; value <= 12; value++)
        {
            edge.Write(value);
            read.AddRange(edge.ReadAll());
        }

        Assert.Equal(Enumerable.Range(0, 12).Where(number => number % edge.KeepEvery == 0).Select(static number => number + 1L), read);
    }

    [Fact]
    public void Edge_Misused_Throws()
    {
        BoundedEdge<EdgeBox> edge = NewEdge(2);
        Assert.Throws<InvalidOperationException>(edge.EndWrite);
        Assert.Throws<InvalidOperationException>(edge.EndRead);
        Assert.True(edge.TryBeginWrite(out _));
        Assert.Throws<InvalidOperationException>(() => edge.TryBeginWrite(out _));
        edge.CancelWrite();
        edge.Write(1);
        Assert.True(edge.TryBeginRead(out _));
        Assert.Throws<InvalidOperationException>(() => edge.TryBeginRead(out _));
    }

    [Fact]
    public void Edge_InSteadyState_AllocatesNothing()
    {
        using WakeSignal wake = new();
        BoundedEdge<EdgeBox> edge = NewEdge(2, wake);
        long value = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int item = 0; item < 4; item++)
            {
                if (edge.TryBeginWrite(out EdgeBox slot))
                {
                    slot.Fill(++value);
                    edge.EndWrite();
                }
            }

            while (edge.TryBeginRead(out _))
            {
                edge.EndRead();
            }
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Edge_AnyOrderOfSteps_AgreesWithAPlainModel(int seed)
    {
        Random random = new(seed);
        BoundedEdge<EdgeBox> edge = NewEdge(random.Next(1, 6));
        EdgeModel model = new(edge.Capacity, edge.Policy, edge.KeepEvery);
        EdgeBox? writing = null;
        EdgeBox? reading = null;
        for (int step = 0; step < 4000; step++)
        {
            if (random.Next(2) == 0)
            {
                if (writing is null)
                {
                    Assert.Equal(model.CanWrite, edge.TryBeginWrite(out EdgeBox slot));
                    writing = model.CanWrite ? slot : null;
                    Assert.NotSame(reading, writing ?? new EdgeBox());
                    writing?.Fill(step);
                }
                else if (random.Next(8) == 0)
                {
                    edge.CancelWrite();
                    writing = null;
                }
                else
                {
                    edge.EndWrite();
                    model.Write(step: writing.Value);
                    writing = null;
                }
            }
            else if (reading is null)
            {
                bool any = model.TryRead(out long expected);
                Assert.Equal(any, edge.TryBeginRead(out EdgeBox slot));
                reading = any ? slot : null;
                Assert.Equal(expected, reading?.Value ?? 0);
            }
            else
            {
                edge.EndRead();
                model.EndRead();
                reading = null;
            }

            Assert.Equal(model.Ledger, edge.Ledger);
        }
    }

    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 2)]
    [InlineData(13, 3)]
    [InlineData(14, 16)]
    public void Edge_BetweenTwoThreads_LosesNothingWithoutANameAndKeepsOrder(int seed, int capacity)
    {
        const int Items = 60_000;
        using WakeSignal wake = new();
        BoundedEdge<EdgeBox> edge = NewEdge(capacity, wake);
        long allocated = -1;
        long ended = 0;
        Thread producer = new(() =>
        {
            Random pauses = new(seed);
            AllocationMeter meter = AllocationMeter.Start();
            for (long value = 1; value <= Items;)
            {
                if (edge.TryBeginWrite(out EdgeBox slot))
                {
                    slot.Fill(value++);
                    edge.EndWrite();
                }

                Linger(pauses);
            }

            allocated = meter.Bytes;
            Volatile.Write(ref ended, 1);
            wake.Set();
        });
        producer.Start();
        Random lingering = new(seed + 1000);
        long last = 0;
        long read = 0;
        while (true)
        {
            bool over = Volatile.Read(ref ended) == 1;
            while (edge.TryBeginRead(out EdgeBox slot))
            {
                Assert.True(slot.IsWhole, $"{slot.Value} is torn");
                Assert.True(slot.Value > last, $"{slot.Value} came after {last}");
                Assert.Equal(0, (slot.Value - 1) % edge.KeepEvery);
                last = slot.Value;
                read++;
                Linger(lingering);
                edge.EndRead();
                if (edge.TryReadLedger(out EdgeLedger now))
                {
                    Assert.True(now.IsBalanced, now.ToString());
                }
            }

            if (over)
            {
                break;
            }

            wake.Wait(TimeSpan.FromSeconds(5));
        }

        producer.Join();
        EdgeLedger ledger = edge.Ledger;
        Assert.True(ledger.IsBalanced, ledger.ToString());
        Assert.Equal((Items, read, 0), (ledger.Produced, ledger.Delivered, ledger.InFlight));
        Assert.Equal(0, allocated);
        if (edge.Policy is not DropPolicy.DropNewest)
        {
            // Whatever else was dropped: the last item that may enter is the newest, and nothing makes room for it but older ones.
            Assert.Equal(Items - ((Items - 1) % edge.KeepEvery), last);
        }

        if (edge.Policy is DropPolicy.Block)
        {
            Assert.Equal(0, ledger.Dropped);
        }
    }

    private static void Linger(Random random)
    {
        if (random.Next(16) == 0)
        {
            Thread.SpinWait(random.Next(200));
        }
    }
}
