using EdgeAI.Device.Bus;
using EdgeAI.Robot.Buses;

namespace EdgeAI.Tests.Robot.Buses;

public sealed class LinuxSpiBusTests : IDisposable
{
    private const string AbsentNode = "/dev/spidev253.0";

    private readonly byte[] _send = [1, 2, 3];
    private readonly byte[] _received = new byte[3];
    private readonly LinuxSpiBus _bus;
    private ScriptedSpiDevice _device = new();
    private int _opened;

    public LinuxSpiBusTests() => _bus = new LinuxSpiBus("/dev/null", () =>
    {
        _opened++;
        return _device;
    });

    public void Dispose() => _bus.Dispose();

    [Fact]
    public void TryOpen_NoSuchNode_SaysWhatToDo()
    {
        Assert.SkipWhen(File.Exists(AbsentNode), $"{AbsentNode} is there");
        Assert.False(LinuxSpiBus.TryOpen(AbsentNode, 1_000_000, out LinuxSpiBus? bus, out string problem));
        Assert.Null(bus);
        Assert.Equal("/dev/spidev253.0 is not there: enable SPI (raspi-config, Interface Options) or name the right node in the profile", problem);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/etc/passwd")]
    public void TryOpen_NodeOfAnotherKind_SaysWhatToDo(string path)
    {
        Assert.SkipUnless(File.Exists(path), $"needs {path}");
        Assert.False(LinuxSpiBus.TryOpen(path, 1_000_000, out _, out string problem));
        Assert.StartsWith($"{path} is not an SPI node: name one such as /dev/spidev0.0", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/spidev")]
    [InlineData("/dev/spidev0")]
    [InlineData("/dev/spidev0.0.0")]
    [InlineData("/dev/spidev99999999999.0")]
    public void TryOpen_NoPathOfANode_SaysSoAndDoesNotThrow(string path)
    {
        Assert.False(LinuxSpiBus.TryOpen(path, 1_000_000, out _, out string problem));
        Assert.NotEmpty(problem);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void Transfer_ManyTimes_OpensOnceAndAllocatesNothing()
    {
        Assert.Equal(BusStatus.Ok, _bus.Transfer(_send, _received, 3));
        Assert.Equal(_send, _received);
        long allocated = long.MaxValue;
        for (int attempt = 0; attempt < 5 && allocated != 0; attempt++)
        {
            AllocationMeter before = AllocationMeter.Start();
            for (int i = 0; i < 10_000; i++)
            {
                _bus.Transfer(_send, _received, 3);
            }

            allocated = before.Bytes;
        }

        Assert.Equal((0L, 1), (allocated, _opened));
    }

    [Theory]
    [InlineData(5, BusStatus.Failed)]
    [InlineData(19, BusStatus.Disconnected)]
    [InlineData(110, BusStatus.Timeout)]
    [InlineData(108, BusStatus.Disconnected)]
    public void Transfer_Failing_IsNamedAndOpenedAnewTheNextTime(int errno, BusStatus expected)
    {
        ScriptedSpiDevice failing = _device;
        failing.Errno = errno;
        Assert.Equal(expected, _bus.Transfer(_send, _received, 3));
        Assert.True(failing.Disposed);

        _device = new ScriptedSpiDevice();
        Assert.Equal(BusStatus.Ok, _bus.Transfer(_send, _received, 3));
        Assert.Equal(2, _opened);
    }

    [Fact]
    public void Transfer_NodeGone_IsDisconnected()
    {
        using LinuxSpiBus bus = new(AbsentNode, () => throw new IOException("Error 2. Can not open SPI device file '/dev/spidev253.0'."));
        Assert.Equal(BusStatus.Disconnected, bus.Transfer(_send, _received, 1));
        Assert.Equal(BusStatus.Disconnected, bus.Transfer(_send, _received, 1));
    }

    [Fact]
    public void Transfer_Disposed_Throws()
    {
        _bus.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _bus.Transfer(_send, _received, 1));
    }
}
