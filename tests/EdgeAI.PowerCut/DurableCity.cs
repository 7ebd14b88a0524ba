using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.PowerCut;

/// <summary>
/// The upstream of the kill tests: an MQTT 5 and 3.1.1 broker, as small as one can be, that appends each publish to a file and syncs it before
/// the PUBACK. What it acknowledged is still there after it was killed, which no ordinary broker promises; so every record can be counted.
/// </summary>
internal sealed class DurableCity(FileStream file)
{
    private const int EntryHeaderLength = 8;
    private const byte Level5 = 5;

    private readonly Lock _gate = new();

    /// <summary>Serves until it is killed. Each life writes a file of its own: nothing has to be searched for where the last one was cut off.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="port">The port on loopback, the same in each life.</param>
    public static int Run(string folder, int port)
    {
        string path = Path.Combine(folder, $"{Directory.GetFiles(folder).Length:00000}.batches");
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        DurableCity city = new(file);
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        Console.WriteLine($"port {port}");
        while (true)
        {
            Socket connection = listener.Accept();
            new Thread(() => city.Serve(connection)) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket connection)
    {
        using Socket socket = connection;
        socket.NoDelay = true;
        byte[] buffer = new byte[2 << 20];
        List<byte> answers = [];
        int length = 0;
        bool speaks5 = false;
        try
        {
            while (socket.Receive(buffer.AsSpan(length)) is int read and > 0)
            {
                length += read;
                int used = 0;
                answers.Clear();
                lock (_gate)
                {
                    bool wrote = false;
                    while (TryReadPacket(buffer.AsSpan(used, length - used), out byte first, out ReadOnlySpan<byte> body, out int packetLength))
                    {
                        used += packetLength;
                        wrote |= Take(first, body, ref speaks5, answers);
                    }

                    if (wrote)
                    {
                        file.Flush(flushToDisk: true);
                    }
                }

                buffer.AsSpan(used, length - used).CopyTo(buffer);
                length -= used;
                socket.Send(answers.ToArray());
            }
        }
        catch (SocketException)
        {
            // The gateway was killed: it comes again.
        }
    }

    // Answers one packet; true when there is something to sync before the answer may leave.
    private bool Take(byte first, ReadOnlySpan<byte> body, ref bool speaks5, List<byte> answers)
    {
        switch (first >> 4)
        {
            case 1: // CONNECT (MQTT 5.0, section 3.1): the protocol's name, then its level.
                speaks5 = body[6] == Level5;
                answers.AddRange(speaks5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0]);
                return false;
            case 3: // PUBLISH (section 3.3)
                int payload = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
                ReadOnlySpan<byte> packetId = body.Slice(payload, 2);
                payload += 2;
                payload += speaks5 ? PropertiesLength(body[payload..]) : 0;
                Append(body[payload..]);
                answers.AddRange([0x40, 2, packetId[0], packetId[1]]);
                return true;
            case 8: // SUBSCRIBE (section 3.8): one filter is what a gateway asks for at a time.
                answers.AddRange(speaks5 ? [0x90, 4, body[0], body[1], 0, 1] : [0x90, 3, body[0], body[1], 1]);
                return false;
            case 12: // PINGREQ
                answers.AddRange([0xD0, 0]);
                return false;
            default:
                return false;
        }
    }

    // Length, CRC-32C, payload: where a kill cut an entry off, its checksum does not match, and it was not acknowledged either.
    private void Append(ReadOnlySpan<byte> payload)
    {
        byte[] entry = new byte[EntryHeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), Checksum(payload));
        payload.CopyTo(entry.AsSpan(EntryHeaderLength));
        file.Write(entry);
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint register = uint.MaxValue;
        foreach (byte value in data)
        {
            register = System.Numerics.BitOperations.Crc32C(register, value);
        }

        return ~register;
    }

    private static int PropertiesLength(ReadOnlySpan<byte> rest) => TryReadVariable(rest, out int value, out int length) ? value + length : throw new InvalidDataException("a PUBLISH without its properties");

    private static bool TryReadPacket(ReadOnlySpan<byte> received, out byte first, out ReadOnlySpan<byte> body, out int packetLength)
    {
        first = 0;
        body = default;
        packetLength = 0;
        if (received.Length < 2 || !TryReadVariable(received[1..], out int remaining, out int length))
        {
            return false;
        }

        first = received[0];
        packetLength = 1 + length + remaining;
        if (received.Length < packetLength)
        {
            return false;
        }

        body = received.Slice(1 + length, remaining);
        return true;
    }

    // Variable byte integer (section 1.5.5).
    private static bool TryReadVariable(ReadOnlySpan<byte> bytes, out int value, out int length)
    {
        value = 0;
        for (length = 1; length <= Math.Min(4, bytes.Length); length++)
        {
            value |= (bytes[length - 1] & 0x7F) << (7 * (length - 1));
            if ((bytes[length - 1] & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
