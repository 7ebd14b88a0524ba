using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet SCPS207H, section 8.6.</summary>
public sealed class SimulatedTca9548aTests
{
    private const byte Behind = 0x48;

    private readonly VirtualClock _clock = new();
    private readonly SimulatedI2cBus _bus = new();
    private readonly SimulatedTca9548a _switch = new();
    private readonly byte[] _buffer = new byte[2];

    public SimulatedTca9548aTests() => _bus.Attach(SimulatedTca9548a.DefaultAddress, _switch);

    [Fact]
    public void Control_AfterPowerOn_JoinsNothing()
    {
        AttachBehind(0);
        Assert.Equal(0, Control());
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.WriteRead(Behind, [1], 1, _buffer, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void Control_OneBit_JoinsItsChannelOnly(int channel)
    {
        AttachBehind(channel);
        for (int bit = 0; bit < 8; bit++)
        {
            Select(1 << bit);
            Assert.Equal(1 << bit, Control());
            Assert.Equal(bit == channel ? BusStatus.Ok : BusStatus.AddressNotAcknowledged, _bus.WriteRead(Behind, [1], 1, _buffer, 2));
        }
    }

    [Fact]
    public void Control_SeveralBytes_KeepsTheLast()
    {
        Assert.Equal(BusStatus.Ok, _bus.Write(0x70, [0x01, 0x80], 2));
        Assert.Equal(0x80, Control());
    }

    [Fact]
    public void Channels_TwoJoinedWithOneAddress_AnswerTogetherWithTheLinesWiredAnd()
    {
        AttachBehind(0);
        AttachBehind(1);
        Select(0x01);
        _bus.Write(Behind, [2, 0x12, 0x34], 3);
        Select(0x02);
        _bus.Write(Behind, [2, 0x31, 0xFF], 3);
        Select(0x03);
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Behind, [2], 1, _buffer, 2));
        Assert.Equal([0x10, 0x34], _buffer);

        _bus.Write(Behind, [2, 0x55, 0x66], 3);
        Select(0x02);
        _bus.WriteRead(Behind, [2], 1, _buffer, 2);
        Assert.Equal([0x55, 0x66], _buffer);
    }

    [Fact]
    public void Unplug_OfTheSwitch_TakesItsChannelsAndTheControlRegisterAway()
    {
        AttachBehind(2);
        Select(0x04);
        _bus.Unplug(0x70);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.WriteRead(Behind, [1], 1, _buffer, 2));
        _bus.Plug(0x70);
        Assert.Equal(0, Control());
        Select(0x04);
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Behind, [1], 1, _buffer, 2));
    }

    [Fact]
    public void Reset_Pin_JoinsNothing()
    {
        Select(0xFF);
        _switch.Reset();
        Assert.Equal(0, Control());
    }

    [Fact]
    public void Switch_BehindASwitch_IsReachedThroughBoth()
    {
        SimulatedTca9548a inner = new();
        _switch.Channel(5).Attach(0x71, inner);
        inner.Channel(6).Attach(Behind, new SimulatedAds1115(_clock, new ConstantVolts(1)));
        Select(0x20);
        Assert.Equal(BusStatus.Ok, _bus.Write(0x71, [0x40], 1));
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Behind, [1], 1, _buffer, 2));
        Assert.Equal([0x85, 0x83], _buffer);
    }

    [Fact]
    public void Transfers_ThroughTheSwitch_AllocateNothing()
    {
        AttachBehind(0);
        AttachBehind(1);
        byte[] select = [0x03];
        byte[] pointer = [1];
        Poll(select, pointer, 100);
        AllocationMeter meter = AllocationMeter.Start();
        Poll(select, pointer, 2000);
        Assert.Equal(0, meter.Bytes);
    }

    private void Poll(byte[] select, byte[] pointer, int times)
    {
        for (int time = 0; time < times; time++)
        {
            select[0] = (byte)(1 + (time % 3));
            _bus.Write(0x70, select, 1);
            _bus.WriteRead(Behind, pointer, 1, _buffer, 2);
        }
    }

    private void AttachBehind(int channel) =>
        _switch.Channel(channel).Attach(Behind, new SimulatedAds1115(_clock, new ConstantVolts(1)));

    private void Select(int channels) => Assert.Equal(BusStatus.Ok, _bus.Write(0x70, [(byte)channels], 1));

    private byte Control()
    {
        byte[] control = new byte[1];
        Assert.Equal(BusStatus.Ok, _bus.Read(0x70, control, 1));
        return control[0];
    }

    private sealed class ConstantVolts(double volts) : IVoltageInputs
    {
        public double Volts(long nanoseconds, int input) => volts;
    }
}
