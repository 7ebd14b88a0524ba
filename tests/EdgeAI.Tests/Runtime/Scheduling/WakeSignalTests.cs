using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Tests.Runtime.Scheduling;

public sealed class WakeSignalTests
{
    private const int Forever = -1;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Rest_SetBefore_EndsAtOnceAndOnce()
    {
        using WakeSignal signal = new(0);
        signal.Set();
        signal.Set();
        Assert.False(await Task.Run(() => signal.Rest([], Forever)).WaitAsync(Limit, TestContext.Current.CancellationToken));
        Task<bool> second = Task.Run(() => signal.Rest([], Forever));
        signal.Set();
        await second.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Rest_BytesArriveOnASerialLine_Ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "serial lines are opened on Linux alone");
        using SerialHostLine board = new();
        Assert.True(SerialLink.TryOpen(board.Name, 921600, new MonotonicClock(), out SerialLink? link, out string problem), problem);
        using SerialLink robot = link;
        using WakeSignal signal = new(1);
        Task<bool> resting = Task.Run(() => signal.Rest([robot], Forever));
        Assert.True(board.Write([1, 2, 3], 100));
        Assert.True(await resting.WaitAsync(Limit, TestContext.Current.CancellationToken));
        byte[] buffer = new byte[16];
        Assert.Equal(3, robot.Receive(buffer, 0, buffer.Length));
    }

    [Fact]
    public void Rest_SourceWithoutADescriptor_IsPassedOver()
    {
        using WakeSignal signal = new(1);
        using TcpLink unconnected = new("127.0.0.1", 9, new MonotonicClock());
        Assert.False(signal.Rest([unconnected], 1));
    }

    [Fact]
    public void RestAndSet_Warm_AllocateNothing()
    {
        using WakeSignal signal = new(1);
        IArrivalSource[] sources = [new TcpLink("127.0.0.1", 9, new MonotonicClock())];
        Assert.Equal(0, Allocation.Of(() =>
        {
            signal.Set();
            signal.Rest(sources, Forever);
        }));
    }
}
