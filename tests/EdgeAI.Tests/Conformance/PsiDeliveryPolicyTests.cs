using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Conformance;

/// <summary>
/// The cases of psi's DeliveryPolicyTest (github.com/microsoft/psi, Sources/Runtime/Test.Psi), told in our terms and stepped instead of slept.
/// A receiver's policy there is an edge's here; its Synchronous is a stage on the same thread, its Throttle an edge that blocks where the
/// source can wait and drops the newest where it cannot, its Unlimited an edge with room for all that comes. Its guarantees, messages
/// that a full queue keeps all the same, are the one case without a counterpart: with them a queue has no bound. What a bounded edge gives
/// up is named and counted instead, which the last test shows on the same numbers.
/// </summary>
public sealed class PsiDeliveryPolicyTests
{
    private static readonly StreamId Numbers = new(1, 1);

    [Fact]
    public void ThrottledTimer_SourceThatCannotWait_LosesAtTheFirstReceiverAndNowhereElse()
    {
        Receiver c = new();
        Receiver b = new() { Next = c };
        StreamInlet<ForceStamped> inlet = NewInlet(1, DropPolicy.DropNewest, b);
        int produced = 0;
        b.Meanwhile = _ =>
        {
            // The timer fires on while the slow receiver works.
            for (int tick = 0; tick < 5; tick++)
            {
                Send(inlet, produced++);
            }
        };
        Send(inlet, produced++);
        for (int step = 0; step < 4; step++)
        {
            inlet.Drain();
        }

        Assert.True(produced > b.Taken.Count);
        Assert.Equal(b.Taken, c.Taken);
        Assert.Equal(produced - b.Taken.Count - 1, inlet.Account.Ledger.Drops.Newest);
    }

    [Fact]
    public void ThrottledGenerator_SourceThatWaits_LosesNothing()
    {
        Receiver c = new();
        Receiver b = new() { Next = c };
        StreamInlet<ForceStamped> inlet = NewInlet(1, DropPolicy.Block, b);
        int refused = 0;
        for (int value = 0; value < 20;)
        {
            if (!inlet.TryBeginFill(out ForceStamped message))
            {
                refused++;
                inlet.Drain();
                continue;
            }

            message.Value = value++;
            inlet.EndFill(default, value, FrameFlags.None);
        }

        inlet.Drain();
        Assert.Equal(19, refused);
        Assert.Equal(Enumerable.Range(0, 20), b.Taken);
        Assert.Equal(b.Taken, c.Taken);
        Assert.Equal(0, inlet.Account.Ledger.Dropped);
    }

    [Fact]
    public void LatestDelivery_SlowReceiver_GetsTheFirstAndTheLast()
    {
        Receiver receiver = new();
        StreamInlet<ForceStamped> inlet = NewInlet(1, DropPolicy.LatestOnly, receiver);
        receiver.Meanwhile = value =>
        {
            if (value == 10)
            {
                Send(inlet, 11);
                Send(inlet, 12);
            }
        };
        Send(inlet, 10);
        inlet.Drain();
        inlet.Drain();
        Assert.Equal([10, 12], receiver.Taken);
        Assert.Equal(new EdgeLedger(3, 2, new EdgeDrops(Superseded: 1), 0), inlet.Account.Ledger);
    }

    [Fact]
    public void SynchronousDelivery_ChainOnOneThread_FinishesEachValueBeforeTheNext()
    {
        List<string> order = [];
        Receiver c = new() { Meanwhile = value => order.Add($"c{value}") };
        Receiver b = new() { Next = c, Meanwhile = value => order.Add($"b{value}") };
        StreamInlet<ForceStamped> inlet = NewInlet(16, DropPolicy.Block, b);
        for (int value = 1; value <= 10; value++)
        {
            Send(inlet, value);
        }

        inlet.Drain();
        Assert.Equal(Enumerable.Range(1, 10).SelectMany(static value => new[] { $"b{value}", $"c{value}" }), order);
        Assert.All(b.Threads.Concat(c.Threads), static thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void SynchronousWithUnlimited_RoomForAll_NothingIsLostAndTheChainRunsOnTheReceiversThread()
    {
        Receiver c = new();
        Receiver b = new() { Next = c };
        StreamInlet<ForceStamped> inlet = NewInlet(16, DropPolicy.DropOldest, b);
        int own = OnAnotherThread(inlet, () =>
        {
            for (int value = 1; value <= 10; value++)
            {
                Send(inlet, value);
            }
        });
        Assert.Equal(Enumerable.Range(1, 10), b.Taken);
        Assert.Equal(b.Taken, c.Taken);
        Assert.All(b.Threads.Concat(c.Threads), thread => Assert.Equal(own, thread));
        Assert.NotEqual(Environment.CurrentManagedThreadId, own);
    }

    [Fact]
    public void SynchronousWithLatestMessage_SlowChain_LosesBeforeItAndNotInside()
    {
        Receiver c = new();
        Receiver b = new() { Next = c };
        StreamInlet<ForceStamped> inlet = NewInlet(1, DropPolicy.LatestOnly, b);
        using ManualResetEventSlim busy = new();
        using ManualResetEventSlim sent = new();
        c.Meanwhile = value =>
        {
            busy.Set();
            sent.Wait();
        };
        OnAnotherThread(inlet, () =>
        {
            Send(inlet, 1);
            busy.Wait();
            for (int value = 2; value <= 10; value++)
            {
                Send(inlet, value);
            }

            sent.Set();
        });
        Assert.Equal([1, 10], b.Taken);
        Assert.Equal(b.Taken, c.Taken);
        Assert.Equal(8, inlet.Account.Ledger.Drops.Superseded);
    }

    [Fact]
    public void Guarantees_AreNotOffered_WhatABoundedEdgeGivesUpIsCounted()
    {
        Receiver receiver = new();
        StreamInlet<ForceStamped> inlet = NewInlet(2, DropPolicy.DropOldest, receiver);
        receiver.Meanwhile = value =>
        {
            for (int next = 1; value == 0 && next < 10; next++)
            {
                Send(inlet, next);
            }
        };
        Send(inlet, 0);
        inlet.Drain();
        inlet.Drain();
        Assert.Equal([0, 8, 9], receiver.Taken);
        Assert.Equal(new EdgeLedger(10, 3, new EdgeDrops(Oldest: 7), 0), inlet.Account.Ledger);
    }

    private static StreamInlet<ForceStamped> NewInlet(int capacity, DropPolicy policy, Receiver receiver) =>
        new(Numbers, new InletOptions("numbers", capacity, policy), static () => new ForceStamped(), [receiver], new VirtualClock());

    private static void Send(StreamInlet<ForceStamped> inlet, int value)
    {
        Assert.True(inlet.TryBeginFill(out ForceStamped message));
        message.Value = value;
        inlet.EndFill(default(Stamp), value, FrameFlags.None);
    }

    /// <summary>Drains the inlet on a thread of its own while the source runs here, and then until it is empty.</summary>
    private static int OnAnotherThread(StreamInlet<ForceStamped> inlet, Action source)
    {
        long over = 0;
        Thread thread = new(() =>
        {
            bool last;
            do
            {
                last = Volatile.Read(ref over) == 1;
                while (inlet.Drain() > 0)
                {
                }

                Thread.Yield();
            }
            while (!last);
        });
        thread.Start();
        source();
        Volatile.Write(ref over, 1);
        thread.Join();
        return thread.ManagedThreadId;
    }

    private sealed class Receiver : ISampleConsumer<ForceStamped>
    {
        public List<int> Taken { get; } = [];

        public List<int> Threads { get; } = [];

        public Action<int> Meanwhile { get; set; } = static _ => { };

        public ISampleConsumer<ForceStamped>? Next { get; init; }

        public void Take(in Sample<ForceStamped> sample)
        {
            Taken.Add(sample.Value.Value);
            Threads.Add(Environment.CurrentManagedThreadId);
            Meanwhile(sample.Value.Value);
            Next?.Take(in sample);
        }
    }
}
