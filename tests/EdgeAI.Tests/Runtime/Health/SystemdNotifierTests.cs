using System.Net.Sockets;
using System.Text;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Tests.Runtime.Health;

public sealed class SystemdNotifierTests
{
    [Fact]
    public void Look_HealthyThenNot_TellsSystemdWhileHealthyAlone()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("edgeai-notify-").FullName, "socket");
        using Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        HealthFixture fixture = new();
        using HealthMonitor monitor = new(fixture.Watchdog, new GcPauses(), static _ => { }, new SystemdNotifier(path, "2000000"), fixture.Clock);

        fixture.Heart.Beat(0);
        monitor.Look(fixture.Now);
        Assert.Equal("WATCHDOG=1", Receive(systemd));
        fixture.At(50);
        monitor.Look(fixture.Now);
        Assert.Equal(0, systemd.Available);

        fixture.At(1500);
        monitor.Look(fixture.Now);
        Assert.Equal(0, systemd.Available);

        fixture.Heart.Beat(fixture.Now);
        monitor.Look(fixture.Now);
        Assert.Equal("WATCHDOG=1", Receive(systemd));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Run_ALookThrows_IsKeptForTheRunToEndInOrder()
    {
        HealthFixture fixture = new();
        using HealthMonitor monitor = new(fixture.Watchdog, new GcPauses(), static _ => throw new InvalidDataException("no such clock"), new SystemdNotifier(null, null), fixture.Clock);
        monitor.Start();
        monitor.Stop();
        Assert.Equal("no such clock", monitor.Failure?.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/nowhere/at/all")]
    [InlineData("@edgeai-nobody-listens")]
    public void Alive_NobodyListens_NothingFails(string? address)
    {
        using SystemdNotifier notifier = new(address, "1");
        Assert.Null(Record.Exception(() =>
        {
            notifier.Ready();
            notifier.Alive();
            notifier.Stopping();
        }));
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[256];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }
}
