namespace EdgeAI.Gateway.Mqtt;

/// <summary>The reason code that tells an MQTT 5 peer of a rejection.</summary>
internal static class MqttRejectionCodes
{
    /// <summary>The code for a DISCONNECT or CONNACK packet (MQTT 5.0, sections 2.4 and 4.13).</summary>
    public static MqttReasonCode ReasonCode(this MqttRejection rejection) => rejection switch
    {
        MqttRejection.None => MqttReasonCode.Success,
        MqttRejection.PacketTooLarge => MqttReasonCode.PacketTooLarge,
        MqttRejection.InvalidProtocolName or MqttRejection.UnsupportedVersion => MqttReasonCode.UnsupportedProtocolVersion,
        MqttRejection.InvalidTopicName => MqttReasonCode.TopicNameInvalid,
        MqttRejection.InvalidTopicFilter => MqttReasonCode.TopicFilterInvalid,
        MqttRejection.InvalidTopicAlias => MqttReasonCode.TopicAliasInvalid,
        MqttRejection.UnexpectedPacket or MqttRejection.InvalidPacketId or MqttRejection.NoTopic or MqttRejection.DuplicateProperty
            or MqttRejection.InvalidPropertyValue or MqttRejection.NoFilters or MqttRejection.SharedNoLocal => MqttReasonCode.ProtocolError,
        _ => MqttReasonCode.MalformedPacket,
    };
}
