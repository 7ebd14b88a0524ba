using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Gateway.Mqtt;

/// <summary>Writes the packets that a server sends (MQTT 3.1.1 and 5.0, section 3).</summary>
internal static class MqttWriter
{
    /// <summary>The longest reason in words that is sent; longer ones are cut.</summary>
    public const int MaximumReasonBytes = 512;

    private const int AcknowledgementLength = 4;

    // CONNACK return codes of 3.1.1 (its section 3.2.2.3).
    private const byte OldUnacceptableVersion = 1;
    private const byte OldIdentifierRejected = 2;
    private const byte OldServerUnavailable = 3;
    private const byte OldNotAuthorized = 5;

    /// <summary>PINGRESP, whole.</summary>
    public static ReadOnlyMemory<byte> Pingresp { get; } = new byte[] { (byte)MqttPacketType.Pingresp << 4, 0 };

    /// <summary>Writes a PUBACK, PUBREC, PUBREL or PUBCOMP packet that says success.</summary>
    public static void WriteAcknowledgement(IBufferWriter<byte> output, MqttPacketType type, ushort packetId)
    {
        Span<byte> packet = output.GetSpan(AcknowledgementLength);
        packet[0] = (byte)(((int)type << 4) | (type == MqttPacketType.Pubrel ? 2 : 0));
        packet[1] = sizeof(ushort);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], packetId);
        output.Advance(AcknowledgementLength);
    }

    /// <summary>Writes an MQTT 5 PUBACK, PUBREC, PUBREL or PUBCOMP packet with a reason; in words only where the packet stays within a length.</summary>
    public static void WriteAcknowledgement(IBufferWriter<byte> output, MqttPacketType type, ushort packetId, MqttReasonCode reason, string text, uint maximumLength)
    {
        Span<byte> body = stackalloc byte[MaximumReasonBytes + 16];
        BinaryPrimitives.WriteUInt16BigEndian(body, packetId);
        body[2] = (byte)reason;
        int length = 3 + WriteReasonProperty(body[3..], text);
        length = PacketLength(length) <= maximumLength ? length : 3 + WriteReasonProperty(body[3..], "");
        WritePacket(output, type, type == MqttPacketType.Pubrel ? 2 : 0, body[..length]);
    }

    public static void WriteConnack(IBufferWriter<byte> output, MqttVersion version, in MqttConnack connack)
    {
        if (version == MqttVersion.V311)
        {
            WritePacket(output, MqttPacketType.Connack, 0, [0, OldReturnCode(connack.Reason)]);
            return;
        }

        Span<byte> body = stackalloc byte[MaximumReasonBytes + 256];
        Span<byte> properties = stackalloc byte[MaximumReasonBytes + 200];
        int length = WriteConnackProperties(properties, connack);
        length = PacketLength(2 + VariableLength(length) + length) <= connack.MaximumLength ? length : WriteConnackProperties(properties, connack with { ReasonString = "" });
        body[0] = 0;
        body[1] = (byte)connack.Reason;
        int offset = 2 + WriteVariable(body[2..], length);
        properties[..length].CopyTo(body[offset..]);
        WritePacket(output, MqttPacketType.Connack, 0, body[..(offset + length)]);
    }

    /// <summary>Writes an MQTT 5 DISCONNECT packet, with the reason in words only where it stays within a length; a 3.1.1 server sends none.</summary>
    public static void WriteDisconnect(IBufferWriter<byte> output, MqttReasonCode reason, string text, uint maximumLength)
    {
        Span<byte> body = stackalloc byte[MaximumReasonBytes + 16];
        body[0] = (byte)reason;
        int length = 1 + WriteReasonProperty(body[1..], text);
        length = PacketLength(length) <= maximumLength ? length : 1 + WriteReasonProperty(body[1..], "");
        WritePacket(output, MqttPacketType.Disconnect, 0, body[..length]);
    }

    /// <summary>Writes a SUBACK or UNSUBACK packet. An UNSUBACK of 3.1.1 has no codes.</summary>
    public static void WriteSubscribed(IBufferWriter<byte> output, MqttPacketType type, MqttVersion version, ushort packetId, ReadOnlySpan<byte> codes)
    {
        codes = version == MqttVersion.V311 && type == MqttPacketType.Unsuback ? [] : codes;
        int properties = version == MqttVersion.V5 ? 1 : 0;
        int length = sizeof(ushort) + properties + codes.Length;
        Span<byte> packet = output.GetSpan(length + 5);
        packet[0] = (byte)((int)type << 4);
        int offset = 1 + WriteVariable(packet[1..], length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[offset..], packetId);
        packet[offset + sizeof(ushort)] = 0;
        codes.CopyTo(packet[(offset + sizeof(ushort) + properties)..]);
        output.Advance(offset + length);
    }

    /// <summary>The length of a PUBLISH packet, in bytes.</summary>
    public static int PublishLength(MqttVersion version, int topicLength, int payloadLength, bool hasPacketId)
    {
        int body = sizeof(ushort) + topicLength + (hasPacketId ? sizeof(ushort) : 0) + (version == MqttVersion.V5 ? 1 : 0) + payloadLength;
        return 1 + VariableLength(body) + body;
    }

    /// <summary>Writes a PUBLISH packet, without properties; at QoS 1 where there is a packet identifier, at QoS 0 where it is 0.</summary>
    public static void WritePublish(IBufferWriter<byte> output, MqttVersion version, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, ushort packetId)
    {
        int body = sizeof(ushort) + topic.Length + (packetId != 0 ? sizeof(ushort) : 0) + (version == MqttVersion.V5 ? 1 : 0) + payload.Length;
        int headLength = 1 + VariableLength(body) + body - payload.Length;
        Span<byte> head = output.GetSpan(headLength);
        head[0] = (byte)(((int)MqttPacketType.Publish << 4) | (packetId != 0 ? 2 : 0));
        int offset = 1 + WriteVariable(head[1..], body);
        BinaryPrimitives.WriteUInt16BigEndian(head[offset..], (ushort)topic.Length);
        topic.CopyTo(head[(offset + sizeof(ushort))..]);
        offset += sizeof(ushort) + topic.Length;
        if (packetId != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(head[offset..], packetId);
            offset += sizeof(ushort);
        }

        if (version == MqttVersion.V5)
        {
            head[offset] = 0;
        }

        output.Advance(headLength);
        output.Write(payload);
    }

    private static byte OldReturnCode(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => OldUnacceptableVersion,
        MqttReasonCode.ClientIdentifierNotValid => OldIdentifierRejected,
        MqttReasonCode.ServerBusy or MqttReasonCode.QuotaExceeded or MqttReasonCode.ServerShuttingDown => OldServerUnavailable,
        _ => OldNotAuthorized,
    };

    private static int WriteConnackProperties(Span<byte> properties, in MqttConnack connack)
    {
        int offset = WriteReason(properties, connack.ReasonString ?? "");
        if (connack.Reason != MqttReasonCode.Success)
        {
            return offset;
        }

        if (connack.DeniesSessionExpiry)
        {
            offset += WriteFour(properties[offset..], MqttProperty.SessionExpiry, 0);
        }

        offset += WriteTwo(properties[offset..], MqttProperty.ReceiveMaximum, connack.ReceiveMaximum);
        offset += WriteFour(properties[offset..], MqttProperty.MaximumPacketSize, connack.MaximumPacketSize);
        offset += WriteOne(properties[offset..], MqttProperty.RetainAvailable, 0);
        offset += WriteOne(properties[offset..], MqttProperty.SubscriptionIdentifiersAvailable, 0);
        offset += WriteOne(properties[offset..], MqttProperty.SharedSubscriptionAvailable, 0);
        offset += WriteOne(properties[offset..], MqttProperty.WildcardSubscriptionAvailable, 1);
        if (connack.TopicAliasMaximum > 0)
        {
            offset += WriteTwo(properties[offset..], MqttProperty.TopicAliasMaximum, connack.TopicAliasMaximum);
        }

        if (connack.ServerKeepAliveSeconds > 0)
        {
            offset += WriteTwo(properties[offset..], MqttProperty.ServerKeepAlive, connack.ServerKeepAliveSeconds);
        }

        if (!string.IsNullOrEmpty(connack.AssignedClientId))
        {
            properties[offset] = (byte)MqttProperty.AssignedClientIdentifier;
            offset += 1 + WriteText(properties[(offset + 1)..], connack.AssignedClientId, MaximumReasonBytes);
        }

        return offset;
    }

    private static int WriteReasonProperty(Span<byte> destination, string text)
    {
        if (text.Length == 0)
        {
            destination[0] = 0;
            return 1;
        }

        Span<byte> property = stackalloc byte[MaximumReasonBytes + 8];
        int length = WriteReason(property, text);
        int offset = WriteVariable(destination, length);
        property[..length].CopyTo(destination[offset..]);
        return offset + length;
    }

    private static int WriteReason(Span<byte> destination, string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        destination[0] = (byte)MqttProperty.ReasonString;
        return 1 + WriteText(destination[1..], text, MaximumReasonBytes);
    }

    private static int WriteText(Span<byte> destination, string text, int maximum)
    {
        // Whole characters only, and U+0000 stands in no MQTT text.
        Encoding.UTF8.GetEncoder().Convert(text, destination.Slice(sizeof(ushort), maximum), flush: false, out _, out int length, out _);
        destination.Slice(sizeof(ushort), length).Replace((byte)0, (byte)' ');
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)length);
        return sizeof(ushort) + length;
    }

    private static int WriteOne(Span<byte> destination, MqttProperty property, byte value)
    {
        destination[0] = (byte)property;
        destination[1] = value;
        return 2;
    }

    private static int WriteTwo(Span<byte> destination, MqttProperty property, ushort value)
    {
        destination[0] = (byte)property;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], value);
        return 1 + sizeof(ushort);
    }

    private static int WriteFour(Span<byte> destination, MqttProperty property, uint value)
    {
        destination[0] = (byte)property;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], value);
        return 1 + sizeof(uint);
    }

    private static void WritePacket(IBufferWriter<byte> output, MqttPacketType type, int flags, ReadOnlySpan<byte> body)
    {
        Span<byte> packet = output.GetSpan(body.Length + 5);
        packet[0] = (byte)(((int)type << 4) | flags);
        int offset = 1 + WriteVariable(packet[1..], body.Length);
        body.CopyTo(packet[offset..]);
        output.Advance(offset + body.Length);
    }

    private static int PacketLength(int body) => 1 + VariableLength(body) + body;

    private static int VariableLength(int value) => value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

    private static int WriteVariable(Span<byte> destination, int value)
    {
        int length = 0;
        do
        {
            int part = value & 0x7F;
            value >>= 7;
            destination[length++] = (byte)(value > 0 ? part | 0x80 : part);
        }
        while (value > 0);
        return length;
    }
}
