using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;

namespace EdgeAI.Tests.Device.Application;

public sealed class SendQueueTests
{
    private readonly byte[] _taken = new byte[5000];

    [Fact]
    public void Take_Empty_GivesNothing() => Assert.Equal(0, new SendQueue(100, QueuePolicyCode.DropNewest).Take(_taken));

    [Fact]
    public void Put_Full_DropsTheNewest()
    {
        SendQueue queue = new(30, QueuePolicyCode.DropNewest);
        Assert.Equal(LinkStatus.Ok, Put(queue, 1, 10));
        Assert.Equal(LinkStatus.Ok, Put(queue, 2, 16));
        Assert.Equal(LinkStatus.Full, Put(queue, 3, 1));
        Assert.Equal([1, 2], Drain(queue));
        Assert.Equal((2, 2, 0), (queue.Accepted, queue.Taken, queue.DroppedOldest));
    }

    [Fact]
    public void Put_Full_DropsTheOldestUntilItFits()
    {
        SendQueue queue = new(30, QueuePolicyCode.DropOldest);
        for (byte frame = 1; frame <= 5; frame++)
        {
            Assert.Equal(LinkStatus.Ok, Put(queue, frame, 8));
        }

        Assert.Equal(LinkStatus.Ok, Put(queue, 6, 18));
        Assert.Equal([5, 6], Drain(queue));
        Assert.Equal((6, 2, 4), (queue.Accepted, queue.Taken, queue.DroppedOldest));
    }

    [Fact]
    public void Put_LargerThanTheQueue_IsRefusedAndDropsNothing()
    {
        SendQueue queue = new(30, QueuePolicyCode.DropOldest);
        Assert.Equal(LinkStatus.Ok, Put(queue, 1, 10));
        Assert.Equal(LinkStatus.Full, Put(queue, 2, 29));
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void Put_Closed_RefusesAndKeepsWhatWaits()
    {
        SendQueue queue = new(100, QueuePolicyCode.DropOldest);
        Put(queue, 1, 10);
        queue.SetClosed(true);
        Assert.Equal(LinkStatus.Closed, Put(queue, 2, 10));
        queue.SetClosed(false);
        Assert.Equal(LinkStatus.Ok, Put(queue, 3, 10));
        Assert.Equal([1, 3], Drain(queue));
    }

    [Fact]
    public void CountLost_FramesThatWereTaken_AreToldApartFromThoseThatArrived()
    {
        SendQueue queue = new(100, QueuePolicyCode.DropOldest);
        Put(queue, 1, 10);
        Put(queue, 2, 10);
        Drain(queue);
        queue.CountLost(1);
        Assert.Equal((2, 2, 1), (queue.Accepted, queue.Taken, queue.Lost));
        Assert.True(queue.IsConserved());
    }

    [Fact]
    public void CountLost_MoreThanWereTaken_IsNotConserved()
    {
        SendQueue queue = new(100, QueuePolicyCode.DropOldest);
        Put(queue, 1, 10);
        queue.CountLost(1);
        Assert.False(queue.IsConserved());
    }

    [Theory]
    [InlineData(QueuePolicyCode.DropNewest)]
    [InlineData(QueuePolicyCode.DropOldest)]
    public void Take_RandomTraffic_GivesWholeFramesInOrderAndAccountsForEach(QueuePolicyCode policy)
    {
        SendQueue queue = new(1024, policy);
        Random random = new(11);
        byte[] frame = new byte[600];
        int number = 0;
        int last = -1;
        for (int step = 0; step < 100_000; step++)
        {
            if (random.Next(2) == 0)
            {
                int length = random.Next(5, 600);
                BitConverter.TryWriteBytes(frame, number);
                frame.AsSpan(4, length - 4).Fill((byte)number);
                queue.Put(frame, 0, length);
                number++;
            }
            else if (queue.Take(_taken) is > 0 and int count)
            {
                int taken = BitConverter.ToInt32(_taken);
                Assert.True(taken > last);
                Assert.True(_taken.AsSpan(4, count - 4).IndexOfAnyExcept((byte)taken) < 0);
                last = taken;
            }

            Assert.True(queue.IsConserved());
        }
    }

    [Fact]
    public async Task Take_FromAnotherThread_LosesNothing()
    {
        SendQueue queue = new(4096, QueuePolicyCode.DropNewest);
        const int Frames = 20_000;
        Task<long> reader = Task.Run(() =>
        {
            byte[] buffer = new byte[100];
            long sum = 0;
            for (int taken = 0; taken < Frames;)
            {
                if (queue.Take(buffer) == 0)
                {
                    queue.Wait(1000);
                    continue;
                }

                sum += BitConverter.ToInt32(buffer);
                taken++;
            }

            return sum;
        });
        byte[] frame = new byte[40];
        for (int number = 0; number < Frames; number++)
        {
            BitConverter.TryWriteBytes(frame, number);
            SpinWait wait = default;
            while (queue.Put(frame, 0, frame.Length) != LinkStatus.Ok)
            {
                wait.SpinOnce();
            }
        }

        Assert.Equal((long)Frames * (Frames - 1) / 2, await reader);
    }

    private static LinkStatus Put(SendQueue queue, byte number, int count)
    {
        byte[] frame = new byte[count];
        Array.Fill(frame, number);
        return queue.Put(frame, 0, count);
    }

    private List<int> Drain(SendQueue queue)
    {
        List<int> frames = [];
        while (queue.Take(_taken) > 0)
        {
            frames.Add(_taken[0]);
        }

        return frames;
    }
}
