using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Runtime.Links;

/// <summary>
/// A broker whose machine has gone: it grants connection and subscription (MQTT 5.0, sections 3.2 and 3.9) and then says nothing, also to a ping, while its
/// connection stands.
/// </summary>
internal sealed class MuteBroker : IDisposable
{
    private const int Connect = 1;
    private const int Subscribe = 8;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private int _connections;

    public MuteBroker()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _listener.Dispose();
        lock (_clients)
        {
            _clients.ForEach(static client => client.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                lock (_clients)
                {
                    _clients.Add(client);
                }

                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client.GetStream());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ServeAsync(NetworkStream stream)
    {
        byte[] packet = new byte[256];
        try
        {
            while (true)
            {
                // A fixed header of two bytes: everything that a link says here is shorter than 128 bytes (section 1.5.5).
                await stream.ReadExactlyAsync(packet.AsMemory(0, 2));
                await stream.ReadExactlyAsync(packet.AsMemory(2, packet[1]));
                switch (packet[0] >> 4)
                {
                    case Connect:
                        await stream.WriteAsync(new byte[] { 0x20, 3, 0, 0, 0 });
                        break;
                    case Subscribe:
                        await stream.WriteAsync(new byte[] { 0x90, 4, packet[2], packet[3], 0, 1 });
                        break;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The link left.
        }
    }
}
