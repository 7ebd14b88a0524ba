using System.Net;
using System.Net.Sockets;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A client that sends what it is told, byte for byte, and reads packet by packet.</summary>
internal sealed class RawMqttClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream? _stream;

    /// <summary>The CONNACK packet's body.</summary>
    public byte[] Connack { get; private set; } = [];

    /// <summary>The client's own TCP port.</summary>
    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public static async Task<RawMqttClient> OpenAsync(int port, IPAddress? address = null, int receiveBuffer = 0, IPAddress? from = null)
    {
        RawMqttClient client = new();
        if (from is not null)
        {
            client._socket.Bind(new IPEndPoint(from, 0));
        }

        if (receiveBuffer > 0)
        {
            client._socket.ReceiveBufferSize = receiveBuffer;
        }

        try
        {
            await client._socket.ConnectAsync(address ?? IPAddress.Loopback, port);
            client._stream = new NetworkStream(client._socket);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Refused so quickly that connecting noticed it; reading says closed.
        }

        return client;
    }

    /// <summary>Connects and reads the CONNACK packet.</summary>
    public static async Task<RawMqttClient> ConnectAsync(int port, byte version, string clientId, byte[]? connect = null, int receiveBuffer = 0, IPAddress? from = null)
    {
        RawMqttClient client = await OpenAsync(port, receiveBuffer: receiveBuffer, from: from);
        await client.SendAsync(connect ?? MqttPackets.Connect(version, clientId));
        (byte first, byte[] body) = await client.ReadAsync();
        Assert.Equal(0x20, first);
        client.Connack = body;
        return client;
    }

    public async Task SendAsync(params byte[][] packets) => await _stream!.WriteAsync(packets.SelectMany(packet => packet).ToArray());

    /// <summary>The next packet; 0 and nothing when the broker closed the connection.</summary>
    public async Task<(byte First, byte[] Body)> ReadAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            byte[] one = new byte[1];
            if (_stream is null || await _stream.ReadAsync(one, patience.Token) == 0)
            {
                return (0, []);
            }

            byte first = one[0];
            int length = 0;
            for (int shift = 0; ; shift += 7)
            {
                await _stream.ReadExactlyAsync(one, patience.Token);
                length |= (one[0] & 0x7F) << shift;
                if ((one[0] & 0x80) == 0)
                {
                    break;
                }
            }

            byte[] body = new byte[length];
            await _stream.ReadExactlyAsync(body, patience.Token);
            return (first, body);
        }
        catch (IOException)
        {
            return (0, []);
        }
    }

    /// <summary>The next packet in hexadecimal: the first byte, a space, the body; "closed" when there is none.</summary>
    public async Task<string> ReadHexAsync()
    {
        (byte first, byte[] body) = await ReadAsync();
        return first == 0 ? "closed" : $"{first:X2} {Convert.ToHexString(body)}";
    }

    /// <summary>Ends without a DISCONNECT packet.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }
}
