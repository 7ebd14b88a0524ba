using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Hosting;
using EdgeAI.Tests.Device.Application;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class SimulatedBoardHostTests : IBoardBuses, IBridgeInput
{
    private const int Enough = 40;

    private readonly SimulatedI2cBus _bus = new();

    [Fact]
    public void Stop_NobodyReads_WaitsOnceAndNotForEachFrame()
    {
        MonotonicClock clock = new();
        _bus.Attach(0x2A, new SimulatedNau7802(clock, this, seed: 1));
        StuckLine line = new();
        BoardImage image = new(new ConfigurationBytes().ToArray(), "9.8.7", FrameFlags.Simulated);
        using SimulatedBoardHost host = new(image, "0123456789ab", _ => this, line, new MemoryStore(), null, clock);
        host.Start();
        SpinWait.SpinUntil(() => host.Application?.Queue.Waiting >= Enough);

        Thread stopping = new(host.Stop);
        stopping.Start();
        int waits = 0;
        while (!stopping.Join(20))
        {
            line.LetOneGo();
            waits++;
        }

        Assert.InRange(waits, 1, Enough / 2);
        Assert.Equal(0, host.Application!.Queue.Waiting);
        Assert.True(host.Application.IsConserved());
        Assert.Equal(new FrameTotals(host.Totals.Produced, host.Totals.Produced, 0), host.Totals);
    }

    public II2cBus? I2c(int index) => _bus;

    public ISpiBus? Spi(int index) => null;

    public double MillivoltsPerVolt(long nanoseconds) => 1;
}
