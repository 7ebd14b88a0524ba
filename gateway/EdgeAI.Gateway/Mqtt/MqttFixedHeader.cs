using System.Buffers;

namespace EdgeAI.Gateway.Mqtt;

/// <summary>A packet's first bytes: what it is and how long (MQTT 5.0, section 2.1). Read alone, before any more of the packet is there.</summary>
/// <param name="Type">The packet's type.</param>
/// <param name="Flags">The lower half of the first byte.</param>
/// <param name="HeaderLength">The length of the fixed header itself, 2 to 5 bytes.</param>
/// <param name="BodyLength">The bytes that follow it.</param>
internal readonly record struct MqttFixedHeader(MqttPacketType Type, byte Flags, int HeaderLength, int BodyLength)
{
    // PUBREL, SUBSCRIBE and UNSUBSCRIBE carry 0010, the others 0000; PUBLISH says something with its flags (2.1.3).
    private const byte ReservedFlags = 0x02;
    private const int MaximumLength = 1 + MqttCursor.MaximumVariableLength;

    /// <summary>The whole packet's length.</summary>
    public int Length => HeaderLength + BodyLength;

    /// <summary>Reads the header at the start of what has arrived. A packet that is too long is rejected from its header alone.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="maximumLength">The longest packet that the receiver takes, in bytes.</param>
    /// <param name="header">The header.</param>
    public static MqttRejection Read(in ReadOnlySequence<byte> bytes, int maximumLength, out MqttFixedHeader header)
    {
        ReadOnlySpan<byte> first = bytes.FirstSpan;
        if (first.Length >= MaximumLength || bytes.IsSingleSegment)
        {
            return Read(first, maximumLength, out header);
        }

        Span<byte> together = stackalloc byte[MaximumLength];
        int length = (int)Math.Min(bytes.Length, MaximumLength);
        bytes.Slice(0, length).CopyTo(together);
        return Read(together[..length], maximumLength, out header);
    }

    private static MqttRejection Read(ReadOnlySpan<byte> bytes, int maximumLength, out MqttFixedHeader header)
    {
        header = default;
        MqttCursor cursor = new(bytes);
        if (!cursor.TryReadByte(out byte first))
        {
            return MqttRejection.Incomplete;
        }

        MqttPacketType type = (MqttPacketType)(first >> 4);
        byte flags = (byte)(first & 0x0F);
        MqttRejection rejection = CheckType(type, flags);
        if (rejection != MqttRejection.None)
        {
            return rejection;
        }

        rejection = cursor.ReadVariable(out int length);
        if (rejection != MqttRejection.None)
        {
            return rejection == MqttRejection.Truncated ? MqttRejection.Incomplete : rejection;
        }

        header = new MqttFixedHeader(type, flags, bytes.Length - cursor.Rest.Length, length);
        return header.Length > maximumLength ? MqttRejection.PacketTooLarge : MqttRejection.None;
    }

    private static MqttRejection CheckType(MqttPacketType type, byte flags) => type switch
    {
        MqttPacketType.Publish => MqttRejection.None,
        MqttPacketType.Pubrel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe => flags == ReservedFlags ? MqttRejection.None : MqttRejection.InvalidFlags,
        MqttPacketType.Connect or MqttPacketType.Puback or MqttPacketType.Pubrec or MqttPacketType.Pubcomp or MqttPacketType.Pingreq or MqttPacketType.Disconnect
            => flags == 0 ? MqttRejection.None : MqttRejection.InvalidFlags,
        _ => MqttRejection.UnexpectedPacket,
    };
}
