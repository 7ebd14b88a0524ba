namespace EdgeAI.Gateway.Mqtt;

/// <summary>A PUBACK, PUBREC, PUBREL or PUBCOMP packet (MQTT 5.0, sections 3.4 to 3.7).</summary>
/// <param name="PacketId">The packet identifier that it answers.</param>
/// <param name="Reason">The reason code; 0 where the packet names none.</param>
internal readonly record struct MqttAcknowledgement(ushort PacketId, byte Reason)
{
    /// <summary>Reads the packet's body, or names why it is none.</summary>
    public static MqttRejection Read(ReadOnlySpan<byte> body, MqttVersion version, out MqttAcknowledgement acknowledgement)
    {
        acknowledgement = default;
        MqttCursor cursor = new(body);
        if (!cursor.TryReadUInt16(out ushort packetId))
        {
            return MqttRejection.Truncated;
        }

        if (packetId == 0)
        {
            return MqttRejection.InvalidPacketId;
        }

        byte reason = 0;
        if (version == MqttVersion.V5 && cursor.TryReadByte(out reason) && !cursor.Rest.IsEmpty)
        {
            MqttRejection rejection = MqttProperties.Read(ref cursor, MqttPropertyScope.Acknowledgement, out _);
            if (rejection != MqttRejection.None)
            {
                return rejection;
            }
        }

        acknowledgement = new MqttAcknowledgement(packetId, reason);
        return cursor.Rest.IsEmpty ? MqttRejection.None : MqttRejection.TrailingBytes;
    }
}
