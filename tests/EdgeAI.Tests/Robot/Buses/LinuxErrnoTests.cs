using EdgeAI.Device.Bus;
using EdgeAI.Robot.Buses;

namespace EdgeAI.Tests.Robot.Buses;

public sealed class LinuxErrnoTests
{
    [Theory]
    [InlineData("Error 121 performing I2C data transfer.", 121)]
    [InlineData("Error 6 (No such device or address) performing I2C data transfer.", 6)]
    [InlineData("Error 2. Can not open I2C device file '/dev/i2c-1'.", 2)]
    [InlineData("Error 99999999999999999999 performing", 999999)]
    [InlineData("Error performing I2C data transfer.", 0)]
    [InlineData("no number", 0)]
    [InlineData("Error ", 0)]
    [InlineData("", 0)]
    public void FromMessage_LibraryText_FindsTheNumber(string message, int expected)
    {
        int number = LinuxErrno.FromMessage(message);
        Assert.True(expected == 999999 ? number >= 100000 : number == expected, $"{number}");
    }

    [Theory]
    [InlineData(6, BusStatus.AddressNotAcknowledged)]
    [InlineData(121, BusStatus.AddressNotAcknowledged)]
    [InlineData(110, BusStatus.Timeout)]
    [InlineData(11, BusStatus.BusStuck)]
    [InlineData(16, BusStatus.BusStuck)]
    [InlineData(19, BusStatus.Disconnected)]
    [InlineData(95, BusStatus.Disconnected)]
    [InlineData(9, BusStatus.Disconnected)]
    [InlineData(108, BusStatus.Disconnected)]
    [InlineData(2, BusStatus.Disconnected)]
    [InlineData(5, BusStatus.Failed)]
    [InlineData(22, BusStatus.Failed)]
    [InlineData(0, BusStatus.Failed)]
    public void ToBusStatus_ErrorNumber_IsNamed(int errno, BusStatus expected) =>
        Assert.Equal(expected, LinuxErrno.ToBusStatus(errno));
}
