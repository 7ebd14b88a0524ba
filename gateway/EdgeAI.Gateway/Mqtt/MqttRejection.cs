namespace EdgeAI.Gateway.Mqtt;

/// <summary>Why bytes are not a packet that a server takes. Sections are those of MQTT 5.0.</summary>
internal enum MqttRejection : byte
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>The remaining length, or another variable byte integer, is longer than four bytes or than it needs to be (1.5.5).</summary>
    InvalidLength,

    /// <summary>The packet is longer than the receiver takes (3.2.2.3.6).</summary>
    PacketTooLarge,

    /// <summary>The fixed header's flags are not those of the type (2.1.3).</summary>
    InvalidFlags,

    /// <summary>A type that a server never receives, or not at this point.</summary>
    UnexpectedPacket,

    /// <summary>A field reaches beyond the end of its packet.</summary>
    Truncated,

    /// <summary>Bytes follow the last field.</summary>
    TrailingBytes,

    /// <summary>A text is not UTF-8 or holds U+0000 (1.5.4).</summary>
    InvalidText,

    /// <summary>The CONNECT packet names another protocol than MQTT (3.1.2.1).</summary>
    InvalidProtocolName,

    /// <summary>The CONNECT packet names a version other than 3.1.1 and 5.0 (3.1.2.2).</summary>
    UnsupportedVersion,

    /// <summary>The CONNECT packet's flags contradict each other or the reserved bit is set (3.1.2.3 to 3.1.2.9).</summary>
    InvalidConnectFlags,

    /// <summary>A quality of service of 3, or a DUP flag at quality of service 0 (3.3.1.1, 3.3.1.2).</summary>
    InvalidQos,

    /// <summary>A packet identifier of 0 (2.2.1).</summary>
    InvalidPacketId,

    /// <summary>A topic name that is empty or holds a wildcard (4.7).</summary>
    InvalidTopicName,

    /// <summary>A topic filter that is empty or whose wildcards stand in the wrong place (4.7.1).</summary>
    InvalidTopicFilter,

    /// <summary>A topic alias of 0 (3.3.2.3.4).</summary>
    InvalidTopicAlias,

    /// <summary>Neither a topic name nor an alias (3.3.2.1).</summary>
    NoTopic,

    /// <summary>A property that is unknown or has no place in this packet (2.2.2.2).</summary>
    InvalidProperty,

    /// <summary>A property that may occur once and occurs twice (2.2.2.2).</summary>
    DuplicateProperty,

    /// <summary>A property's value is not one that it may have.</summary>
    InvalidPropertyValue,

    /// <summary>A SUBSCRIBE or UNSUBSCRIBE packet without a filter (3.8.3, 3.10.3).</summary>
    NoFilters,

    /// <summary>Subscription options with reserved bits or values (3.8.3.1).</summary>
    InvalidSubscriptionOptions,

    /// <summary>No Local on a shared subscription (3.8.3.1).</summary>
    SharedNoLocal,
}
