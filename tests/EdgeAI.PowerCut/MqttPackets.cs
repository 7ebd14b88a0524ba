using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.PowerCut;

/// <summary>MQTT packets as a client sends them, built by hand from the specification, so that nothing of the broker's own code judges itself.</summary>
public static class MqttPackets
{
    /// <summary>PINGREQ.</summary>
    public static byte[] Ping { get; } = [0xC0, 0];

    /// <summary>DISCONNECT without a reason.</summary>
    public static byte[] Disconnect { get; } = [0xE0, 0];

    /// <summary>CONNECT. Version 4 is MQTT 3.1.1, 5 is 5.0; properties are those of 5.0 without their length.</summary>
    public static byte[] Connect(byte version, string clientId, ushort keepAlive = 60, bool clean = true, byte[]? properties = null, (string Topic, byte[] Payload, byte Qos)? will = null, string? userName = null)
    {
        int flags = (clean ? 2 : 0) | (will is { } asked ? 4 | (asked.Qos << 3) : 0) | (userName is null ? 0 : 0x80);
        List<byte> body = [.. Text("MQTT"), version, (byte)flags, .. Number(keepAlive)];
        AddProperties(body, version, properties);
        body.AddRange(Text(clientId));
        if (will is { } last)
        {
            AddProperties(body, version, null);
            body.AddRange([.. Text(last.Topic), .. Number((ushort)last.Payload.Length), .. last.Payload]);
        }

        if (userName is not null)
        {
            body.AddRange(Text(userName));
        }

        return Packet(0x10, body);
    }

    /// <summary>PUBLISH.</summary>
    public static byte[] Publish(byte version, string topic, byte[] payload, ushort packetId, byte qos = 1, byte[]? properties = null, bool dup = false, bool retain = false)
    {
        List<byte> body = [.. Text(topic)];
        if (qos > 0)
        {
            body.AddRange(Number(packetId));
        }

        AddProperties(body, version, properties);
        body.AddRange(payload);
        return Packet((byte)(0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0)), body);
    }

    /// <summary>SUBSCRIBE to filters, each with its options.</summary>
    public static byte[] Subscribe(byte version, ushort packetId, params (string Filter, byte Options)[] filters)
    {
        List<byte> body = [.. Number(packetId)];
        AddProperties(body, version, null);
        foreach ((string filter, byte options) in filters)
        {
            body.AddRange([.. Text(filter), options]);
        }

        return Packet(0x82, body);
    }

    /// <summary>UNSUBSCRIBE from filters.</summary>
    public static byte[] Unsubscribe(byte version, ushort packetId, params string[] filters)
    {
        List<byte> body = [.. Number(packetId)];
        AddProperties(body, version, null);
        foreach (string filter in filters)
        {
            body.AddRange(Text(filter));
        }

        return Packet(0xA2, body);
    }

    /// <summary>PUBACK (4), PUBREC (5), PUBREL (6) or PUBCOMP (7) that says success.</summary>
    public static byte[] Acknowledge(int type, ushort packetId) => Packet((byte)((type << 4) | (type == 6 ? 2 : 0)), [.. Number(packetId)]);

    /// <summary>Any packet: its first byte, then the length, then the body.</summary>
    public static byte[] Packet(byte first, IReadOnlyList<byte> body)
    {
        List<byte> packet = [first];
        int length = body.Count;
        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        packet.AddRange(body);
        return [.. packet];
    }

    /// <summary>A text with its length.</summary>
    public static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return [.. Number((ushort)utf8.Length), .. utf8];
    }

    private static byte[] Number(ushort value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private static void AddProperties(List<byte> body, byte version, byte[]? properties)
    {
        if (version == 5)
        {
            body.Add((byte)(properties?.Length ?? 0));
            body.AddRange(properties ?? []);
        }
    }
}
