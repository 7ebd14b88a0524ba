namespace EdgeAI.Gateway.Mqtt;

/// <summary>A PUBLISH packet (MQTT 3.1.1 and 5.0, section 3.3); topic and payload are slices of the packet.</summary>
internal ref struct MqttPublish
{
    private const byte RetainFlag = 0x01;
    private const byte DupFlag = 0x08;

    public byte Qos { get; private set; }

    public bool Dup { get; private set; }

    public bool Retain { get; private set; }

    /// <summary>The packet identifier; 0 at QoS 0, which has none.</summary>
    public ushort PacketId { get; private set; }

    /// <summary>The topic's UTF-8; empty where only the alias names it.</summary>
    public ReadOnlySpan<byte> Topic { get; private set; }

    /// <summary>The topic alias; 0 for none.</summary>
    public ushort TopicAlias { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Reads the packet's body, or names why it is none. Allocates nothing.</summary>
    public static MqttRejection Read(byte flags, ReadOnlySpan<byte> body, MqttVersion version, out MqttPublish publish)
    {
        publish = new MqttPublish { Qos = (byte)((flags >> 1) & 3), Dup = (flags & DupFlag) != 0, Retain = (flags & RetainFlag) != 0 };
        if (publish.Qos == 3 || (publish.Qos == 0 && publish.Dup))
        {
            return MqttRejection.InvalidQos;
        }

        MqttCursor cursor = new(body);
        MqttRejection rejection = cursor.ReadText(out ReadOnlySpan<byte> topic);
        if (rejection != MqttRejection.None)
        {
            return rejection;
        }

        publish.Topic = topic;
        if (publish.Qos > 0)
        {
            if (!cursor.TryReadUInt16(out ushort packetId))
            {
                return MqttRejection.Truncated;
            }

            if (packetId == 0)
            {
                return MqttRejection.InvalidPacketId;
            }

            publish.PacketId = packetId;
        }

        if (version == MqttVersion.V5)
        {
            rejection = MqttProperties.Read(ref cursor, MqttPropertyScope.Publish, out MqttProperties properties);
            if (rejection != MqttRejection.None)
            {
                return rejection;
            }

            publish.TopicAlias = properties.TopicAlias;
        }

        publish.Payload = cursor.Rest;
        return topic.IsEmpty && version == MqttVersion.V5
            ? publish.TopicAlias == 0 ? MqttRejection.NoTopic : MqttRejection.None
            : MqttText.IsTopicName(topic) ? MqttRejection.None : MqttRejection.InvalidTopicName;
    }
}
