using EdgeAI.Robot.Boards;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Robot.Boards;

public sealed class MemoryLinkTests
{
    [Fact]
    public void Send_FromTheBoard_WakesWhoReadsTheLink()
    {
        using WakeSignal wake = new();
        MemoryLink link = new(64) { Wake = wake };
        Assert.False(wake.Wait(TimeSpan.Zero));
        link.BoardEnd.Send([1, 2, 3], 0, 3);
        Assert.True(wake.Wait(TimeSpan.FromMinutes(1)));
        byte[] buffer = new byte[8];
        Assert.Equal(3, link.Receive(buffer, 0, buffer.Length));
    }
}
