using EdgeAI.Device.Board;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Tests.Runtime.Links;

public sealed class SerialLinkTests : IDisposable
{
    private readonly PseudoTerminal _terminal = PseudoTerminal.Open();
    private readonly VirtualClock _clock = new(0);
    private readonly byte[] _buffer = new byte[8192];

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Receive_EveryByteValue_PassesAsItIs()
    {
        using SerialLink link = Open();
        byte[] all = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];
        Assert.Equal(256, _terminal.Write(all));
        Assert.Equal(all, ReceiveExactly(link, 256));
        Assert.Equal(LinkStatus.Ok, link.Send(all, 0, 256));
        int count = 0;
        while (count < 256)
        {
            count += _terminal.Read(_buffer.AsSpan(count));
        }

        Assert.Equal(all, _buffer[..256]);
    }

    [Fact]
    public void Receive_NothingThere_ReturnsAtOnce()
    {
        using SerialLink link = Open();
        Assert.Equal(0, link.Receive(_buffer, 0, _buffer.Length));
    }

    [Fact]
    public void Send_NobodyReads_IsFullAndNeverCutsAFrame()
    {
        using SerialLink link = Open();
        byte[] frame = new byte[1000];
        int accepted = 0;
        Array.Fill(frame, (byte)accepted);
        while (link.Send(frame, 0, frame.Length) == LinkStatus.Ok)
        {
            accepted++;
            Array.Fill(frame, (byte)accepted);
            Assert.InRange(accepted, 1, 10_000);
        }

        byte[] received = new byte[accepted * 1000];
        int count = 0;
        while (count < received.Length)
        {
            count += _terminal.Read(received.AsSpan(count));
            link.Receive(_buffer, 0, _buffer.Length);
        }

        Assert.All(Enumerable.Range(0, accepted), index => Assert.True(received.AsSpan(index * 1000, 1000).IndexOfAnyExcept((byte)index) < 0));
        Assert.Equal(0, _terminal.Read(_buffer));
    }

    [Fact]
    public void TryOpen_AlreadyOpen_SaysSo()
    {
        using SerialLink link = Open();
        Assert.False(SerialLink.TryOpen(_terminal.Path, 115200, _clock, out _, out string problem));
        Assert.Contains("in use by another program", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/ttyACM77", 115200, "is not there: plug the board in")]
    [InlineData("/dev/null", 115200, "is no serial line")]
    [InlineData("/dev/ttyACM0", 12345, "12345 is no speed")]
    public void TryOpen_CannotBe_NamesTheNodeAndTheMend(string path, int baud, string expected)
    {
        Assert.False(SerialLink.TryOpen(path, baud, _clock, out SerialLink? link, out string problem));
        Assert.Null(link);
        Assert.StartsWith(path, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_LineGone_IsClosedAndTriedAgainByTheClock()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string node = Path.Combine(folder, "board");
        PseudoTerminal second = PseudoTerminal.Open();
        File.CreateSymbolicLink(node, second.Path);
        Assert.True(SerialLink.TryOpen(node, 115200, _clock, out SerialLink? link, out string problem), problem);
        second.Dispose();
        Assert.Equal(LinkStatus.Closed, link.Send([1, 0], 0, 2));
        Assert.False(link.IsOpen);
        File.Delete(node);
        File.CreateSymbolicLink(node, _terminal.Path);
        Assert.Equal(LinkStatus.Closed, link.Send([1, 0], 0, 2));
        _clock.AdvanceTo(600_000_000);
        Assert.Equal(LinkStatus.Ok, link.Send([1, 0], 0, 2));
        Assert.Equal(1, link.Reopened);
        link.Dispose();
        Assert.Equal(LinkStatus.Closed, link.Send([1, 0], 0, 2));
        Directory.Delete(folder, recursive: true);
    }

    private SerialLink Open()
    {
        Assert.True(SerialLink.TryOpen(_terminal.Path, 921600, _clock, out SerialLink? link, out string problem), problem);
        return link;
    }

    private byte[] ReceiveExactly(SerialLink link, int count)
    {
        int received = 0;
        while (received < count)
        {
            received += link.Receive(_buffer, received, count - received);
        }

        return _buffer[..count];
    }
}
