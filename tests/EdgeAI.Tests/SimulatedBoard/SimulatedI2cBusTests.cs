using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class SimulatedI2cBusTests
{
    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedI2cBus _bus = new();
    private readonly byte[] _buffer = new byte[128];

    [Fact]
    public void Transfer_NoChipAtAddress_AddressIsNotAcknowledged()
    {
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.Write(0x2A, [0], 1));
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.Read(0x2A, _buffer, 1));
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.WriteRead(0x2A, [0], 1, _buffer, 1));
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.Read(0xFF, _buffer, 1));
        Assert.Equal(4, _bus.Transfers);
        Assert.Equal(4, _bus.NotAcknowledged);
        Assert.Equal(0, _bus.BytesRead + _bus.BytesWritten);
    }

    [Fact]
    public void Transfer_TwoChips_EachAnswersAtItsOwnAddress()
    {
        _bus.Attach(SimulatedNau7802.DefaultAddress, new SimulatedNau7802(_clock, _world, 1));
        _bus.Attach(SimulatedMpr121.DefaultAddress, new SimulatedMpr121(_clock, _world));

        Assert.Equal(BusStatus.Ok, _bus.WriteRead(0x2A, [0x1F], 1, _buffer, 1));
        Assert.Equal(0x0F, _buffer[0]);
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(0x5A, [0x5D], 1, _buffer, 1));
        Assert.Equal(0x24, _buffer[0]);
        Assert.Equal(2, _bus.Transfers);
        Assert.Equal(2, _bus.BytesWritten);
        Assert.Equal(2, _bus.BytesRead);
    }

    [Fact]
    public void Read_AfterWriteOfPointer_GoesOnFromPointer()
    {
        _bus.Attach(0x5A, new SimulatedMpr121(_clock, _world));
        Assert.Equal(BusStatus.Ok, _bus.Write(0x5A, [0x5C], 1));
        Assert.Equal(BusStatus.Ok, _bus.Read(0x5A, _buffer, 1));
        Assert.Equal(BusStatus.Ok, _bus.Read(0x5A, _buffer.AsSpan(1).ToArray(), 0));
        byte[] second = new byte[1];
        Assert.Equal(BusStatus.Ok, _bus.Read(0x5A, second, 1));
        Assert.Equal([0x10, 0x24], [_buffer[0], second[0]]);
    }

    [Fact]
    public void Unplug_ThenPlug_ChipIsSilentThenBackAtItsResetValues()
    {
        _bus.Attach(0x5A, new SimulatedMpr121(_clock, _world));
        _bus.Write(0x5A, [0x41, 12], 2);
        _bus.Unplug(0x5A);
        Assert.False(_bus.IsPlugged(0x5A));
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.WriteRead(0x5A, [0x41], 1, _buffer, 1));

        _bus.Plug(0x5A);
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(0x5A, [0x41], 1, _buffer, 1));
        Assert.Equal(0, _buffer[0]);
    }

    [Theory]
    [InlineData(0x07)]
    [InlineData(0x78)]
    public void Attach_ReservedAddress_Throws(byte address) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _bus.Attach(address, new SimulatedMpr121(_clock, _world)));

    [Fact]
    public void Attach_AddressTaken_Throws()
    {
        _bus.Attach(0x5A, new SimulatedMpr121(_clock, _world));
        Assert.Throws<InvalidOperationException>(() => _bus.Attach(0x5A, new SimulatedMpr121(_clock, _world)));
    }

    [Theory]
    [InlineData("amg8833", 0x69, 0x80, 128)]
    [InlineData("mpr121", 0x5A, 0x00, 43)]
    [InlineData("nau7802", 0x2A, 0x00, 32)]
    public void WriteRead_InSteadyState_AllocatesNothing(string driver, byte address, byte register, int count)
    {
        SimulatedHumanoid humanoid = new(7, _clock);
        II2cBus bus = humanoid.Attach("bus", driver, address)!;
        bus.Write(0x5A, [0x5E, 0x8C], 2);
        bus.Write(0x2A, [0x00, 0x96], 2);
        byte[] pointer = [register];
        Poll(bus, address, pointer, count, 50);

        AllocationMeter meter = AllocationMeter.Start();
        Poll(bus, address, pointer, count, 2000);
        Assert.Equal(0, meter.Bytes);
    }

    private void Poll(II2cBus bus, byte address, byte[] pointer, int count, int times)
    {
        for (int time = 0; time < times; time++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + 10_000_000);
            if (bus.WriteRead(address, pointer, 1, _buffer, count) != BusStatus.Ok)
            {
                throw new InvalidOperationException("the chip did not answer");
            }
        }
    }
}
