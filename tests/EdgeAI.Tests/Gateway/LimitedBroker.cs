using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Gateway;

/// <summary>A broker of a few bytes (MQTT 5.0, 3.2 and 3.4) that states limits in its CONNACK and counts how they are kept.</summary>
internal sealed class LimitedBroker : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ushort _receiveMaximum;
    private readonly uint _maximumPacket;
    private int _received;

    public LimitedBroker(ushort receiveMaximum, uint maximumPacket)
    {
        _receiveMaximum = receiveMaximum;
        _maximumPacket = maximumPacket;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public int Received => Volatile.Read(ref _received);

    /// <summary>Publishes are read but not answered until this completes.</summary>
    public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            while (true)
            {
                byte[] head = new byte[1];
                await stream.ReadExactlyAsync(head);
                byte[] body = await ReadBodyAsync(stream);
                switch (head[0] >> 4)
                {
                    case 1:
                        byte[] answer = [0x20, 11, 0, 0, 8, 0x21, 0, 0, 0x27, 0, 0, 0, 0];
                        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), _receiveMaximum);
                        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(9), _maximumPacket);
                        await stream.WriteAsync(answer);
                        break;
                    case 3:
                        Interlocked.Increment(ref _received);
                        int topic = BinaryPrimitives.ReadUInt16BigEndian(body);
                        _ = AnswerAsync(stream, body[topic + 2], body[topic + 3]);
                        break;
                    default:
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The client went away; it comes again.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, byte high, byte low)
    {
        await Answers.Task;
        await stream.WriteAsync(new byte[] { 0x40, 2, high, low });
    }

    private static async Task<byte[]> ReadBodyAsync(NetworkStream stream)
    {
        byte[] digit = new byte[1];
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            await stream.ReadExactlyAsync(digit);
            length |= (digit[0] & 0x7F) << shift;
            if (digit[0] < 0x80)
            {
                break;
            }
        }

        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body);
        return body;
    }
}
