using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// An MQTT 3.1.1 publisher on a bare socket, one QoS 1 publish on its way at a time: as little work as a load generator on the same
/// machine can do, so that the figures are the server's.
/// </summary>
internal sealed class RawPublisher : IDisposable
{
    private const int PubackLength = 4;

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _answer = new byte[PubackLength];
    private NetworkStream? _stream;
    private ushort _packet;

    public async Task ConnectAsync(int port, string name)
    {
        await _client.ConnectAsync("127.0.0.1", port);
        _stream = _client.GetStream();

        await _stream.WriteAsync(MakeConnect(name));
        await _stream.ReadExactlyAsync(_answer);
        if (_answer[0] != 0x20 || _answer[3] != 0)
        {
            throw new InvalidOperationException($"the broker answered CONNECT with {Convert.ToHexString(_answer)}");
        }
    }

    /// <summary>Lays out a CONNECT packet (MQTT 3.1.1, section 3.1): protocol name and level 4, clean session, no keep-alive, client id.</summary>
    public static byte[] MakeConnect(string name)
    {
        byte[] id = Encoding.ASCII.GetBytes(name);
        return [0x10, (byte)(12 + id.Length), 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, (byte)id.Length, .. id];
    }

    /// <summary>Cuts the first packet off what was received (section 2.2); false when it is not all there.</summary>
    public static bool TryReadPacket(ReadOnlySpan<byte> received, out byte first, out ReadOnlySpan<byte> body, out int packetLength)
    {
        first = received.Length > 0 ? received[0] : (byte)0;
        body = default;
        packetLength = 0;
        int remaining = 0;
        for (int index = 1; index < received.Length && index <= 4; index++)
        {
            remaining |= (received[index] & 0x7F) << (7 * (index - 1));
            if ((received[index] & 0x80) == 0)
            {
                packetLength = index + 1 + remaining;
                bool whole = received.Length >= packetLength;
                body = whole ? received.Slice(index + 1, remaining) : default;
                return whole;
            }
        }

        return false;
    }

    /// <summary>Lays out a PUBLISH packet (section 3.3) around a payload; the packet id is filled in at each sending.</summary>
    public static byte[] MakePublish(string topic, ReadOnlySpan<byte> payload, out int packetIdOffset, out int payloadOffset)
    {
        byte[] name = Encoding.ASCII.GetBytes(topic);
        int remaining = 2 + name.Length + 2 + payload.Length;
        List<byte> head = [0x32];
        for (int left = remaining; ;)
        {
            byte digit = (byte)(left % 128);
            left /= 128;
            head.Add((byte)(left > 0 ? digit | 0x80 : digit));
            if (left == 0)
            {
                break;
            }
        }

        head.Add((byte)(name.Length >> 8));
        head.Add((byte)name.Length);
        head.AddRange(name);
        packetIdOffset = head.Count;
        payloadOffset = head.Count + 2;
        return [.. head, 0, 0, .. payload];
    }

    /// <summary>Publishes and waits for the PUBACK; the time between in stopwatch ticks.</summary>
    public async ValueTask<long> PublishAsync(byte[] packet, int packetIdOffset)
    {
        NetworkStream stream = _stream!;
        _packet = (ushort)(_packet == ushort.MaxValue ? 1 : _packet + 1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(packetIdOffset), _packet);
        long start = Stopwatch.GetTimestamp();
        await stream.WriteAsync(packet);
        await stream.ReadExactlyAsync(_answer);
        long elapsed = Stopwatch.GetTimestamp() - start;
        if (_answer[0] != 0x40 || BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(2)) != _packet)
        {
            throw new InvalidOperationException($"the broker answered PUBLISH with {Convert.ToHexString(_answer)}");
        }

        return elapsed;
    }

    public void Dispose() => _client.Dispose();
}
