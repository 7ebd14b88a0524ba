using EdgeAI.Device.Board;

namespace EdgeAI.Tests.Device.Board;

public sealed class InProcessLinkTests
{
    [Fact]
    public void Send_EitherEnd_IsReceivedAtTheOther()
    {
        InProcessLink link = new(16);
        byte[] buffer = new byte[16];

        Assert.Equal(LinkStatus.Ok, link.BoardEnd.Send([9, 1, 2, 9], 1, 2));
        Assert.Equal(LinkStatus.Ok, link.RobotEnd.Send([3], 0, 1));

        Assert.Equal(2, link.RobotEnd.Receive(buffer, 4, 12));
        Assert.Equal([1, 2], buffer[4..6]);
        Assert.Equal(1, link.BoardEnd.Receive(buffer, 0, 16));
        Assert.Equal(3, buffer[0]);
        Assert.Equal(0, link.RobotEnd.Receive(buffer, 0, 16));
    }

    [Fact]
    public void Send_NoRoomForAll_QueuesNone()
    {
        InProcessLink link = new(4);
        byte[] buffer = new byte[8];

        Assert.Equal(LinkStatus.Ok, link.BoardEnd.Send(buffer, 0, 3));
        Assert.Equal(LinkStatus.Full, link.BoardEnd.Send(buffer, 0, 2));
        Assert.Equal(LinkStatus.Ok, link.BoardEnd.Send(buffer, 0, 1));

        Assert.Equal(4, link.RobotEnd.Receive(buffer, 0, 8));
    }

    [Fact]
    public void Close_BytesOnTheirWay_AreStillReceivedAndNoneIsTaken()
    {
        InProcessLink link = new(4);
        byte[] buffer = new byte[4];
        link.BoardEnd.Send([7], 0, 1);

        link.Close();

        Assert.Equal(LinkStatus.Closed, link.BoardEnd.Send(buffer, 0, 1));
        Assert.Equal(LinkStatus.Closed, link.RobotEnd.Send(buffer, 0, 1));
        Assert.Equal(1, link.RobotEnd.Receive(buffer, 0, 4));
        Assert.Equal(7, buffer[0]);
        Assert.Equal(0, link.RobotEnd.Receive(buffer, 0, 4));
    }

    [Fact]
    public void Link_WithoutRoom_CannotBeMade()
    {
        Assert.Throws<ArgumentException>(() => new InProcessLink(0));
    }

    [Fact]
    public void Link_SendAndReceive_AllocateNothing()
    {
        InProcessLink link = new(64);
        byte[] buffer = new byte[48];
        link.BoardEnd.Send(buffer, 0, 48);
        link.RobotEnd.Receive(buffer, 0, 48);

        AllocationMeter meter = AllocationMeter.Start();
        for (int turn = 0; turn < 100; turn++)
        {
            link.BoardEnd.Send(buffer, 0, 48);
            link.RobotEnd.Receive(buffer, 0, 48);
        }

        Assert.Equal(0, meter.Bytes);
    }

    /// <summary>Both ways at once, each end on its own thread: every byte arrives once and in order, pieces whole, memory bounded by the rings.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Link_FourThreads_DeliverEveryByteInOrder()
    {
        const int Total = 2_000_000;
        InProcessLink link = new(1_021);

        await Task.WhenAll(
            Task.Run(() => Write(link.BoardEnd, 1), TestContext.Current.CancellationToken),
            Task.Run(() => Write(link.RobotEnd, 2), TestContext.Current.CancellationToken),
            Task.Run(() => Read(link.RobotEnd, 3), TestContext.Current.CancellationToken),
            Task.Run(() => Read(link.BoardEnd, 4), TestContext.Current.CancellationToken));

        static void Write(ILink end, int seed)
        {
            Random random = new(seed);
            byte[] piece = new byte[300];
            for (int sent = 0; sent < Total;)
            {
                int count = Math.Min(random.Next(1, piece.Length), Total - sent);
                for (int index = 0; index < count; index++)
                {
                    piece[index] = ValueAt(sent + index);
                }

                while (end.Send(piece, 0, count) == LinkStatus.Full)
                {
                    TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                    Thread.Yield();
                }

                sent += count;
            }
        }

        static void Read(ILink end, int seed)
        {
            Random random = new(seed);
            byte[] piece = new byte[400];
            for (int received = 0; received < Total;)
            {
                int count = end.Receive(piece, 0, random.Next(1, piece.Length));
                for (int index = 0; index < count; index++)
                {
                    Assert.Equal(ValueAt(received + index), piece[index]);
                }

                received += count;
                if (count == 0)
                {
                    TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                    Thread.Yield();
                }
            }
        }

        // Not periodic in the ring's size, so that a byte from an earlier round cannot pass for the right one.
        static byte ValueAt(int position) => (byte)((position * 2_654_435_761L) >> 24);
    }
}
