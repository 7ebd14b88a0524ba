using System.Text;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>The few MQTT 3.1.1 packets that the load and the subscriber need, laid out by hand: as little work as can be on the machine that is measured.</summary>
internal static class MqttPackets
{
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
}
