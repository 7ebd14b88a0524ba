using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers;

namespace EdgeAI.Tests.Device.Drivers;

public sealed class BusStatusMappingTests
{
    [Theory]
    [InlineData(BusStatus.Ok, SensorStatus.Ok)]
    [InlineData(BusStatus.AddressNotAcknowledged, SensorStatus.NotAcknowledged)]
    [InlineData(BusStatus.DataNotAcknowledged, SensorStatus.NotAcknowledged)]
    [InlineData(BusStatus.Timeout, SensorStatus.Timeout)]
    [InlineData(BusStatus.BusStuck, SensorStatus.BusFault)]
    [InlineData(BusStatus.Disconnected, SensorStatus.BusFault)]
    [InlineData(BusStatus.Failed, SensorStatus.BusFault)]
    [InlineData((BusStatus)99, SensorStatus.BusFault)]
    public void ToSensorStatus_EveryBusStatus_IsNamed(BusStatus bus, SensorStatus expected) =>
        Assert.Equal(expected, BusStatusMapping.ToSensorStatus(bus));

    [Fact]
    public void ToSensorStatus_AnyFailure_IsNeverOk() =>
        Assert.DoesNotContain(
            Enum.GetValues<BusStatus>(),
            status => status != BusStatus.Ok && BusStatusMapping.ToSensorStatus(status) == SensorStatus.Ok);
}
