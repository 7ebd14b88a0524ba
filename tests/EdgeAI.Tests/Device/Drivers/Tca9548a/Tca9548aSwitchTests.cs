using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Tca9548a;

public sealed class Tca9548aSwitchTests
{
    private const byte Chip = 0x42;

    private readonly ManualClock _clock = new();
    private readonly Tca9548aFake _fake = new();
    private readonly FaultInjectingI2cBus _bus;
    private readonly byte[] _buffer = new byte[4];

    public Tca9548aSwitchTests()
    {
        for (int channel = 0; channel < Tca9548aSwitch.Channels; channel++)
        {
            _fake.Channels[channel] = new RegisterChip(Chip);
        }

        _fake.Upstream = new RegisterChip(Chip);
        _bus = new FaultInjectingI2cBus(_fake, _clock, seed: 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Channel_SameAddressOnEach_ReachesItsOwnChip(bool keeps)
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress, keeps);
        for (byte channel = 0; channel < 8; channel++)
        {
            Assert.Equal(BusStatus.Ok, tca.Channel(channel).Write(Chip, [0x10, (byte)(channel + 100)], 2));
        }

        for (int channel = 7; channel >= 0; channel--)
        {
            Assert.Equal(BusStatus.Ok, tca.Channel(channel).WriteRead(Chip, [0x10], 1, _buffer, 1));
            Assert.Equal(channel + 100, _buffer[0]);
        }

        Assert.Equal(0, _fake.Collisions);
        Assert.Equal(keeps ? 15u : 16u, tca.Switches);
    }

    [Fact]
    public void Write_Done_LeavesNothingConnected()
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress);
        Assert.Equal(BusStatus.Ok, tca.Channel(5).Write(Chip, [0, 1], 2));
        Assert.Equal(0, _fake.Register);
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Chip, [0], 1, _buffer, 1));
        Assert.Equal(0, _buffer[0]);
    }

    [Fact]
    public void Write_ChipAbsent_LeavesNothingConnectedEither()
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress);
        Assert.Equal(BusStatus.AddressNotAcknowledged, tca.Channel(5).Write(0x55, [0, 1], 2));
        Assert.Equal(0, _fake.Register);
    }

    [Fact]
    public void Transfer_KeptSelection_SwitchesOnlyWhenTheChannelChanges()
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress, keepsSelection: true);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(BusStatus.Ok, tca.Channel(2).Write(Chip, [0, 1], 2));
        }

        Assert.Equal(1u, tca.Switches);
        Assert.Equal(BusStatus.Ok, tca.Channel(3).Write(Chip, [0, 1], 2));
        Assert.Equal(2u, tca.Switches);
        Assert.Equal(BusStatus.Ok, tca.Deselect());
        Assert.Equal(0, _fake.Register);
    }

    /// <summary>A switch that lost power holds no channel: the kept selection is wrong, the chip is silent, the second try finds it.</summary>
    [Fact]
    public void Transfer_KeptSelectionLostInTheSwitch_IsSelectedAnewAfterTheFailure()
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress, keepsSelection: true);
        _fake.Upstream = null;
        RegisterPort port = new(tca.Channel(1), Chip, _clock);
        Assert.Equal(BusStatus.Ok, port.Write(0x20, 7));
        _fake.Register = 0;
        Assert.Equal(BusStatus.Ok, port.Read(0x20, _buffer, 1));
        Assert.Equal(7, _buffer[0]);
        Assert.Equal(1u, port.Retries);
    }

    [Fact]
    public void Transfer_RegisterDoesNotHoldTheChannel_FailsBeforeAnyChipIsTouched()
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress);
        _fake.StuckBits = 0x02;
        Assert.Equal(BusStatus.Failed, tca.Channel(0).Write(Chip, [0x10, 9], 2));
        Assert.Equal(1u, tca.FailedSelections);
        Assert.Equal(0, _fake.Collisions);
        _fake.StuckBits = 0;
        Assert.Equal(BusStatus.Ok, tca.Channel(0).WriteRead(Chip, [0x10], 1, _buffer, 1));
        Assert.Equal(0, _buffer[0]);
    }

    [Fact]
    public void Transfer_SwitchAbsent_GivesItsStatus()
    {
        Tca9548aSwitch tca = new(_bus, Tca9548aSwitch.LowestAddress + 1);
        Assert.Equal(BusStatus.AddressNotAcknowledged, tca.Channel(0).Write(Chip, [0, 1], 2));
    }

    [Fact]
    public void Transfer_DeselectionFails_KeepsTheTransferAndCounts()
    {
        Tca9548aSwitch tca = new(new FailsFourth(_fake), Tca9548aSwitch.LowestAddress);
        Assert.Equal(BusStatus.Ok, tca.Channel(4).Write(Chip, [0x11, 6], 2));
        Assert.Equal(1u, tca.FailedDeselections);
        Assert.Equal(BusStatus.Ok, tca.Channel(6).Write(Chip, [0x11, 6], 2));
        Assert.Equal(0, _fake.Collisions);
    }

    /// <summary>Two threads, two channels, one switch: no byte reaches the other's chip.</summary>
    [Fact]
    public async Task Transfer_TwoThreads_NeverCross()
    {
        Tca9548aSwitch tca = new(_fake, Tca9548aSwitch.LowestAddress);
        Task[] tasks = [.. new[] { 1, 6 }.Select(channel => Task.Run(
            () =>
            {
                byte[] answer = new byte[1];
                for (int i = 0; i < 20_000; i++)
                {
                    byte value = (byte)((i << 3) | channel);
                    Assert.Equal(BusStatus.Ok, tca.Channel(channel).Write(Chip, [0x30, value], 2));
                    Assert.Equal(BusStatus.Ok, tca.Channel(channel).WriteRead(Chip, [0x30], 1, answer, 1));
                    Assert.Equal(value, answer[0]);
                }
            },
            TestContext.Current.CancellationToken))];
        await Task.WhenAll(tasks);
        Assert.Equal(0, _fake.Collisions);
    }

    [Fact]
    public void Transfer_SteadyState_AllocatesNothing()
    {
        Tca9548aSwitch tca = new(_fake, Tca9548aSwitch.LowestAddress);
        byte[] data = [0, 1];
        tca.Channel(0).Write(Chip, data, 2);
        AllocationMeter meter = AllocationMeter.Start();
        for (int i = 0; i < 1000; i++)
        {
            tca.Channel(i & 7).Write(Chip, data, 2);
        }

        Assert.Equal(0, meter.Bytes);
    }

    private sealed class FailsFourth(II2cBus inner) : II2cBus
    {
        private int _transfers;

        public BusStatus Write(byte address, byte[] data, int count) => ++_transfers == 4 ? BusStatus.BusStuck : inner.Write(address, data, count);

        public BusStatus Read(byte address, byte[] buffer, int count)
        {
            _transfers++;
            return inner.Read(address, buffer, count);
        }

        public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
        {
            _transfers++;
            return inner.WriteRead(address, data, writeCount, buffer, readCount);
        }
    }
}
