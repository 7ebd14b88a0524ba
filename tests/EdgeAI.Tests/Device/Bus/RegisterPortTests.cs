using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Drivers;

namespace EdgeAI.Tests.Device.Bus;

public sealed class RegisterPortTests
{
    private const byte Address = 0x42;

    private readonly ManualClock _clock = new();
    private readonly RegisterChip _chip = new(Address);
    private readonly FaultInjectingI2cBus _bus;
    private readonly RegisterPort _port;
    private readonly byte[] _buffer = new byte[4];

    public RegisterPortTests()
    {
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 1);
        _port = new RegisterPort(_bus, Address, _clock);
    }

    [Fact]
    public void Read_AfterWrite_CountsRegistersUp()
    {
        Assert.Equal(BusStatus.Ok, _port.Write(0x10, 0xAB));
        Assert.Equal(BusStatus.Ok, _port.Write(0x11, 0xCD));
        Assert.Equal(BusStatus.Ok, _port.Read(0x10, _buffer, 2));
        Assert.Equal([0xAB, 0xCD], _buffer[..2]);
        Assert.Equal(0u, _port.Retries);
    }

    [Theory]
    [InlineData(1, BusStatus.Ok, 2)]
    [InlineData(2, BusStatus.Timeout, 2)]
    public void Read_FailingTransfers_TriesTwiceAndNoMore(int failing, BusStatus expected, int transfers)
    {
        _bus.ForceNext(BusStatus.Timeout, failing);
        Assert.Equal(expected, _port.Read(0x10, _buffer, 1));
        Assert.Equal(transfers, _bus.Transfers);
        Assert.Equal(1u, _port.Retries);
    }

    [Theory]
    [InlineData(1, BusStatus.Ok)]
    [InlineData(2, BusStatus.AddressNotAcknowledged)]
    public void Write_FailingTransfers_TriesTwiceAndNoMore(int failing, BusStatus expected)
    {
        _bus.ForceNext(BusStatus.AddressNotAcknowledged, failing);
        Assert.Equal(expected, _port.Write(0x10, 5));
        Assert.Equal(2, _bus.Transfers);
    }

    [Fact]
    public void StampOfLatestRead_SecondTrySucceeds_CoversTheSecondTransferOnly()
    {
        _bus.ForceNext(BusStatus.Timeout, 1);
        Assert.Equal(BusStatus.Ok, _port.Read(0x10, _buffer, 4));
        long end = _clock.Nanoseconds;
        long duration = 7 * 22_500;
        Stamp stamp = _port.StampOfLatestRead(1_000);
        Assert.Equal(end - (duration / 2), stamp.Nanoseconds);
        Assert.Equal((duration / 2) + 1_000, stamp.UncertaintyNanoseconds);
    }
}
