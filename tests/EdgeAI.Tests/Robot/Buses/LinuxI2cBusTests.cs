using EdgeAI.Device.Bus;
using EdgeAI.Robot.Buses;

namespace EdgeAI.Tests.Robot.Buses;

public sealed class LinuxI2cBusTests : IDisposable
{
    private const string AbsentNode = "/dev/i2c-253";

    private readonly ScriptedI2cBus _adapter = new();
    private readonly byte[] _buffer = new byte[4];
    private readonly LinuxI2cBus _bus;
    private int _opened;
    private bool _gone;

    public LinuxI2cBusTests()
    {
        _bus = new LinuxI2cBus("/dev/null", () =>
        {
            _opened++;
            return _gone ? throw new IOException("Error 2. Can not open I2C device file '/dev/i2c-1'.") : _adapter;
        });
    }

    public void Dispose() => _bus.Dispose();

    [Fact]
    public void TryOpen_NoSuchNode_SaysWhatToDo()
    {
        Assert.SkipWhen(File.Exists(AbsentNode), $"{AbsentNode} is there");
        Assert.False(LinuxI2cBus.TryOpen(AbsentNode, out LinuxI2cBus? bus, out string problem));
        Assert.Null(bus);
        Assert.Equal("/dev/i2c-253 is not there: enable I2C (raspi-config, Interface Options) or name the right bus in the profile", problem);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/etc/passwd")]
    public void TryOpen_NodeOfAnotherKind_SaysWhatToDo(string path)
    {
        Assert.SkipUnless(File.Exists(path), $"needs {path}");
        Assert.False(LinuxI2cBus.TryOpen(path, out _, out string problem));
        Assert.StartsWith($"{path} is not an I2C node: name a bus such as /dev/i2c-1", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void TryOpen_LinkToANodeOfAnotherKind_IsFollowedAndRefused()
    {
        string link = Path.Combine(Path.GetTempPath(), $"i2c-{Guid.NewGuid():N}");
        File.CreateSymbolicLink(link, "/dev/null");
        try
        {
            Assert.False(LinuxI2cBus.TryOpen(link, out _, out string problem));
            Assert.Contains("is not an I2C node", problem, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev")]
    [InlineData("i2c-1")]
    [InlineData("/dev/i2c-")]
    [InlineData("/dev/i2c-99999999999")]
    public void TryOpen_NoPathOfANode_SaysSoAndDoesNotThrow(string path)
    {
        Assert.False(LinuxI2cBus.TryOpen(path, out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData(2, "is not there")]
    [InlineData(13, "group i2c")]
    [InlineData(19, "plug the adapter in")]
    [InlineData(16, "held by another program")]
    [InlineData(71, "errno 71")]
    public void DescribeOpenFailure_ErrorNumber_NamesNodeAndMend(int errno, string mend)
    {
        string line = LinuxI2cBus.DescribeOpenFailure("/dev/i2c-1", errno);
        Assert.StartsWith("/dev/i2c-1 ", line, StringComparison.Ordinal);
        Assert.Contains(mend, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Transfers_GoodAdapter_OpenEachAddressOnce()
    {
        Assert.Equal(BusStatus.Ok, _bus.Write(0x2A, _buffer, 2));
        Assert.Equal(BusStatus.Ok, _bus.Read(0x2A, _buffer, 2));
        Assert.Equal([0x2A, 0x2A, 0, 0], _buffer);
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(0x5A, [0x77], 1, _buffer, 3));
        Assert.Equal([0x77, 0x77, 0x77, 0], _buffer);
        Assert.Equal((1, 2), (_opened, _adapter.Created));
    }

    [Theory]
    [InlineData(121, BusStatus.AddressNotAcknowledged)]
    [InlineData(110, BusStatus.Timeout)]
    [InlineData(5, BusStatus.Failed)]
    [InlineData(11, BusStatus.BusStuck)]
    public void Transfers_FailingAdapter_NameTheFaultAndKeepTheAdapter(int errno, BusStatus expected)
    {
        _adapter.Errno = errno;
        Assert.Equal(expected, _bus.Write(0x2A, _buffer, 1));
        Assert.Equal(expected, _bus.Read(0x2A, _buffer, 1));
        Assert.Equal(expected, _bus.WriteRead(0x2A, _buffer, 1, _buffer, 1));
        _adapter.Errno = 0;
        Assert.Equal(BusStatus.Ok, _bus.Read(0x2A, _buffer, 1));
        Assert.Equal((1, 1, false), (_opened, _adapter.Created, _adapter.Disposed));
    }

    [Fact]
    public void Transfers_AdapterUnpluggedAndReplugged_OpenItAgain()
    {
        Assert.Equal(BusStatus.Ok, _bus.Read(0x2A, _buffer, 1));
        _adapter.Errno = 19;
        _gone = true;
        Assert.Equal(BusStatus.Disconnected, _bus.Read(0x2A, _buffer, 1));
        Assert.True(_adapter.Disposed);
        Assert.Equal(BusStatus.Disconnected, _bus.Read(0x2A, _buffer, 1));
        _gone = false;
        _adapter.Errno = 0;
        Assert.Equal(BusStatus.Ok, _bus.Read(0x2A, _buffer, 1));
        Assert.Equal(2, _adapter.Created);
    }

    [Fact]
    public void Transfers_InputOutputErrorWithTheNodeGone_IsDisconnected()
    {
        using var bus = new LinuxI2cBus(AbsentNode, () => _adapter);
        _adapter.Errno = 5;
        Assert.Equal(BusStatus.Disconnected, bus.Read(0x2A, _buffer, 1));
    }

    [Fact]
    public void Transfers_SteadyState_AllocateNothingInTheAdapter()
    {
        byte[] pointer = [0x10];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(0x2A, pointer, 1, _buffer, 4));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _bus.WriteRead(0x2A, pointer, 1, _buffer, 4);
            _bus.Write(0x2A, pointer, 1);
            _bus.Read(0x2A, _buffer, 4);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Transfers_AddressBeyondSevenBits_IsMisuse() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _bus.Read(0x80, _buffer, 1));

    [Fact]
    public void TryRecover_HangingAdapter_IsOpenedAnew()
    {
        Assert.Equal(BusStatus.Ok, _bus.Write(0x20, _buffer, 1));
        Assert.Equal(1, _opened);
        Assert.True(_bus.TryRecover());
        Assert.Equal(2, _opened);
        Assert.Equal(BusStatus.Ok, _bus.Write(0x20, _buffer, 1));
        Assert.Equal(2, _opened);
        _gone = true;
        Assert.False(_bus.TryRecover());
    }
}
