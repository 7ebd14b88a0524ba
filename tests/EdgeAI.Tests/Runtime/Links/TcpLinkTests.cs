using System.Diagnostics;
using EdgeAI.Device.Board;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Tests.Runtime.Links;

public sealed class TcpLinkTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly MonotonicClock _clock = new();
    private readonly byte[] _buffer = new byte[8192];

    [Fact]
    public void Send_Connected_PassesBothWays()
    {
        using TcpHostLine line = new(0);
        using TcpLink link = new("127.0.0.1", line.Port, _clock);
        SendUntilTaken(link, [1, 2, 3]);
        Assert.Equal([1, 2, 3], Take(() => line.Receive(_buffer, 0, 100)));
        Assert.True(line.Write([4, 5], 1000));
        Assert.Equal([4, 5], Take(() => link.Receive(_buffer, 0, 100)));
    }

    [Fact]
    public void Send_NobodyListens_IsClosedAndDoesNotBlock()
    {
        int port;
        using (TcpHostLine line = new(0))
        {
            port = line.Port;
        }

        using TcpLink link = new("127.0.0.1", port, _clock);
        Assert.Equal(LinkStatus.Closed, link.Send([1], 0, 1));
        Assert.Equal(0, link.Receive(_buffer, 0, 100));
        Assert.Equal(0, link.Connections);
    }

    [Fact]
    public void Receive_BoardRestarts_ConnectsAgain()
    {
        TcpHostLine line = new(0);
        int port = line.Port;
        using TcpLink link = new("127.0.0.1", port, _clock);
        SendUntilTaken(link, [1]);
        Assert.Equal([1], Take(() => line.Receive(_buffer, 0, 100)));
        line.Dispose();
        Until(() => link.Receive(_buffer, 0, 100) == 0 && link.Send([9], 0, 1) == LinkStatus.Closed);
        using TcpHostLine again = new(port);
        SendUntilTaken(link, [2]);
        Assert.Equal([2], Take(() => again.Receive(_buffer, 0, 100)));
        Assert.Equal(2, link.Connections);
    }

    [Fact]
    public void Receive_NothingForTenSeconds_ConnectsAgain()
    {
        VirtualClock clock = new();
        using TcpHostLine line = new(0);
        using TcpLink link = new("127.0.0.1", line.Port, clock);
        SendUntilTaken(link, [1]);
        Until(() => line.IsConnected);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True(line.Write([2], 1000));
        Assert.Equal([2], Take(() => link.Receive(_buffer, 0, 100)));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, link.Receive(_buffer, 0, 100));
        Assert.Equal(LinkStatus.Ok, link.Send([3], 0, 1));

        clock.AdvanceTo(clock.Nanoseconds + 1);
        Assert.Equal(0, link.Receive(_buffer, 0, 100));
        Assert.Equal(LinkStatus.Closed, link.Send([3], 0, 1));
        clock.Advance(TimeSpan.FromSeconds(1));
        SendUntilTaken(link, [4]);
        Assert.Equal(2, link.Connections);
    }

    private static void SendUntilTaken(TcpLink link, byte[] bytes) => Until(() => link.Send(bytes, 0, bytes.Length) == LinkStatus.Ok);

    private static void Until(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Bound);
            Thread.Yield();
        }
    }

    private byte[] Take(Func<int> receive)
    {
        int count = 0;
        Until(() => (count = receive()) > 0);
        return _buffer[..count];
    }
}
