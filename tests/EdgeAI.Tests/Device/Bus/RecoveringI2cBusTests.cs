using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Bus;

/// <summary>A driver on a simulated bus that a chip holds, as one does that was reset in the middle of a byte.</summary>
public sealed class RecoveringI2cBusTests
{
    private const byte Address = Amg8833Registers.LowAddress;

    private readonly ManualClock _clock = new();
    private readonly SimulatedI2cBus _wires = new();
    private readonly RecoveringI2cBus _bus;
    private readonly Amg8833Sensor _sensor;
    private readonly byte[] _byte = new byte[1];

    public RecoveringI2cBusTests()
    {
        _wires.Attach(Address, new SimulatedAmg8833(_clock, new FixedWorld()));
        _bus = new RecoveringI2cBus(_wires, new BusClear(_wires.Lines), _clock);
        _sensor = new Amg8833Sensor(_bus, Address, _clock);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void Read_ChipHoldsData_IsReportedOnceThenFreed(int clocks)
    {
        ReadUntilOk();
        _wires.Lines.HoldData(clocks);

        _clock.Advance(100_000_000);
        Assert.Equal(SensorStatus.BusFault, _sensor.Read());

        Assert.Equal((1u, 0u), (_bus.Recoveries, _bus.FailedRecoveries));
        Assert.Equal((clocks + 1, 1), (_wires.Lines.Clocks, _wires.Lines.Stops));
        _clock.Advance(100_000_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(1u, _bus.Recoveries);
    }

    [Fact]
    public void Read_ChipHoldsDataForLonger_IsClockedAgainAfterAWhile()
    {
        ReadUntilOk();
        _wires.Lines.HoldData(BusClear.Clocks + 3);
        for (int read = 0; read < 5; read++)
        {
            Assert.Equal(SensorStatus.BusFault, _sensor.Read());
        }

        Assert.Equal((0u, 1u), (_bus.Recoveries, _bus.FailedRecoveries));
        Assert.Equal((BusClear.Clocks, 0), (_wires.Lines.Clocks, _wires.Lines.Stops));
        _clock.Advance(RecoveringI2cBus.RecoveryInterval);

        // The first failure frees the bus now, and the driver's second try passes.
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal((1u, 1u), (_bus.Recoveries, _bus.FailedRecoveries));
    }

    [Fact]
    public void Read_ChipHoldsClock_IsNotClockedAndReported()
    {
        ReadUntilOk();
        _wires.Lines.HoldClock(true);
        Assert.Equal(SensorStatus.BusFault, _sensor.Read());
        Assert.Equal((0u, 1u, 0), (_bus.Recoveries, _bus.FailedRecoveries, _wires.Lines.Clocks));
        _wires.Lines.HoldClock(false);
        _clock.Advance(100_000_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Fact]
    public void Write_ChipThatIsNotThere_IsNoReasonToRecover()
    {
        for (int attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.Write(0x44, _byte, 1));
        }

        Assert.Equal((0u, 0u), (_bus.Recoveries, _bus.FailedRecoveries));
    }

    [Theory]
    [InlineData(BusStatus.BusStuck, 1)]
    [InlineData(BusStatus.Timeout, 1)]
    [InlineData(BusStatus.Failed, 0)]
    [InlineData(BusStatus.Disconnected, 0)]
    public void Read_TwoFailuresInARow_RecoverWhereTheBusHangs(BusStatus status, int recoveries)
    {
        CountingRecovery recovery = new();
        FaultInjectingI2cBus faulty = new(_wires, _clock, seed: 1);
        RecoveringI2cBus bus = new(faulty, recovery, _clock);
        faulty.ForceNext(status, 1);
        Assert.Equal(status, bus.Read(Address, _byte, 1));
        Assert.Equal(BusStatus.Ok, bus.Read(Address, _byte, 1));
        faulty.ForceNext(status, 2);
        Assert.Equal(status, bus.WriteRead(Address, _byte, 1, _byte, 1));
        Assert.Equal(0, recovery.Calls);
        Assert.Equal(status, bus.WriteRead(Address, _byte, 1, _byte, 1));
        Assert.Equal(recoveries, recovery.Calls);
    }

    private void ReadUntilOk()
    {
        for (int attempt = 0; attempt < 10 && _sensor.Read() != SensorStatus.Ok; attempt++)
        {
            _clock.Advance(100_000_000);
        }

        Assert.NotEqual(0, _sensor.Reading.Stamp.Nanoseconds);
    }
}
