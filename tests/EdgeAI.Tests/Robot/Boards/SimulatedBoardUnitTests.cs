using System.Diagnostics;
using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Robot.Boards;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Hosting;
using EdgeAI.Tests.Device.Application;

namespace EdgeAI.Tests.Robot.Boards;

/// <summary>The account of a hosted board, from which the run's ledger is summed.</summary>
public sealed class SimulatedBoardUnitTests : IBoardBuses, IBridgeInput
{
    private const int Some = 10;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly SimulatedI2cBus _bus = new();

    [Fact]
    public void Totals_BoardThatDropsOnEveryWayAndRestarts_Balance()
    {
        MonotonicClock clock = new();
        _bus.Attach(0x2A, new SimulatedNau7802(clock, this, seed: 1));
        MoodyLine line = new();
        ConfigurationBytes configuration = new() { QueueBytes = ConfigurationDecoder.LeastQueueBytes, QueuePolicy = QueuePolicyCode.DropOldest, PeriodMicroseconds = 12_500 };
        SimulatedBoardHost host = new(new BoardImage(configuration.ToArray(), "1", FrameFlags.Simulated), "A1", _ => this, line, new MemoryStore(), null, clock);
        using SimulatedBoardUnit unit = new(configuration.Board, host);

        // Nobody reads: hello and log give way first, then readings.
        unit.Start();
        Until(() => host.Application?.Queue.DroppedReadings >= Some);
        SendQueue first = host.Application!.Queue;
        line.Refuse();
        Until(() => line.Refused >= Some);
        line.Read();
        Until(() => line.Arrived >= Some);
        FrameHeader robot = new() { Boot = 77, Stream = BoardAddress.HousekeepingStream };
        line.Say(robot, new Command { TargetBoard = configuration.Board, TargetBoot = line.Boots[0], Number = 1, Code = CommandCode.Reset, Stream = BoardAddress.HousekeepingStream });
        Until(() => line.Boots.Length == 2);
        unit.Stop();

        FrameTotals totals = unit.Totals;
        Assert.Equal(2, host.Starts);
        Assert.True(first.DroppedOldest > first.DroppedReadings, "nothing of the board's own gave way: this shows nothing");
        Assert.True(totals.Dropped >= first.DroppedReadings + line.Refused);
        Assert.Equal(totals.Produced, line.Arrived + totals.Dropped);
        Assert.Equal(0, totals.Unsendable);
    }

    public II2cBus? I2c(int index) => _bus;

    public ISpiBus? Spi(int index) => null;

    public double MillivoltsPerVolt(long nanoseconds) => 1;

    private static void Until(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Bound);
            Thread.Sleep(1);
        }
    }
}
