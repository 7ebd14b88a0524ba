using System.Net.Sockets;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Outlets;

namespace EdgeAI.Tests.Runtime.Outlets;

public sealed class OutletDatagramTests : IDisposable
{
    private readonly OutletFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Send_ToAReaderThatComesGoesAndComesAgain_CountsWhatItMissed()
    {
        using OutletDatagrams datagrams = Create();
        using Outlet outlet = new(_folder.Clock, [datagrams]);
        OutletFolder.Publish(outlet, 2);
        using (Socket first = Bind())
        {
            OutletFolder.Publish(outlet, 1);
        }

        OutletFolder.Publish(outlet, 3);
        File.Delete(datagrams.Path);
        using Socket second = Bind();
        OutletFolder.Publish(outlet, 1);

        Assert.Equal((2, 5, 0), (datagrams.Sent, datagrams.DroppedAbsent, datagrams.DroppedFull));
        byte[] received = new byte[2000];
        Assert.Equal(24 + 56 + 24, second.Receive(received));
        Assert.Equal("EAOD"u8, received.AsSpan(0, 4));
        Assert.Equal(6, received[24]);
    }

    [Fact]
    public void Send_ToAReaderThatDoesNotRead_DropsAndNeverWaits()
    {
        using OutletDatagrams datagrams = Create();
        using Outlet outlet = new(_folder.Clock, [datagrams]);
        using Socket reader = Bind();

        OutletFolder.Publish(outlet, 5000);

        Assert.True(datagrams.DroppedFull > 0);
        Assert.Equal(5000, datagrams.Sent + datagrams.DroppedFull);
        Assert.Equal(0, datagrams.DroppedAbsent);
    }

    [Fact]
    public void Send_ToAReaderThatReadsOrIsNotThere_AllocatesNothing()
    {
        using OutletDatagrams present = Create();
        Assert.True(OutletDatagrams.TryCreate(_folder.PathOf("nobody"), 7, 0, out OutletDatagrams? absent, out _));
        using Outlet outlet = new(_folder.Clock, [present, absent]);
        using Socket reader = Bind();
        PerceptionEvent perceived = OutletFolder.Event(1);

        Assert.Equal(0, Allocation.Of(() => outlet.Publish(OutletFolder.Source, 0, perceived, FrameFlags.None, 0)));

        Assert.True(present.Sent > 0 && present.DroppedFull > 0 && absent.DroppedAbsent > 0);
    }

    [Fact]
    public void TryCreate_WithAPathThatIsTooLong_SaysTheMend()
    {
        string path = "/" + new string('x', 107);

        Assert.False(OutletDatagrams.TryCreate(path, 7, 0, out _, out string problem));

        Assert.Equal($"outlet socket '{path}': takes 108 bytes and a socket's path has room for 107; name a shorter one in the profile", problem);
    }

    private OutletDatagrams Create()
    {
        Assert.True(OutletDatagrams.TryCreate(_folder.PathOf("controller"), 7, 0, out OutletDatagrams? datagrams, out string problem), problem);
        return datagrams;
    }

    private Socket Bind()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.PathOf("controller")));
        return socket;
    }
}
