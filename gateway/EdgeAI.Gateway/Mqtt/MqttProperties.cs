using static EdgeAI.Gateway.Mqtt.MqttProperty;

namespace EdgeAI.Gateway.Mqtt;

/// <summary>The properties that a server acts upon; all others are checked and passed over (MQTT 5.0, section 2.2.2).</summary>
internal struct MqttProperties
{
    // Which properties a client may send, as bits by identifier (2.2.2.2, table 2-4).
    private const ulong InConnect = (1UL << (int)SessionExpiry) | (1UL << (int)AuthenticationMethod) | (1UL << (int)AuthenticationData) | (1UL << (int)RequestProblemInformation)
        | (1UL << (int)RequestResponseInformation) | (1UL << (int)MqttProperty.ReceiveMaximum) | (1UL << (int)MqttProperty.TopicAliasMaximum) | (1UL << (int)UserProperty) | (1UL << (int)MqttProperty.MaximumPacketSize);

    private const ulong InMessage = (1UL << (int)PayloadFormat) | (1UL << (int)MessageExpiry) | (1UL << (int)ContentType) | (1UL << (int)ResponseTopic) | (1UL << (int)CorrelationData) | (1UL << (int)UserProperty);
    private const ulong InWill = InMessage | (1UL << (int)WillDelay);
    private const ulong InPublish = InMessage | (1UL << (int)MqttProperty.TopicAlias);
    private const ulong InAcknowledgement = (1UL << (int)ReasonString) | (1UL << (int)UserProperty);
    private const ulong InSubscribe = (1UL << (int)SubscriptionIdentifier) | (1UL << (int)UserProperty);
    private const ulong InUnsubscribe = 1UL << (int)UserProperty;
    private const ulong InDisconnect = (1UL << (int)SessionExpiry) | (1UL << (int)ReasonString) | (1UL << (int)UserProperty);

    public MqttProperties()
    {
    }

    /// <summary>How long the client wants its session kept, in seconds; 0 ends it with the connection (3.1.2.11.2).</summary>
    public uint SessionExpirySeconds { get; private set; }

    /// <summary>The acknowledged publishes that the client takes at once, 1 to 65535 (3.1.2.11.3).</summary>
    public ushort ReceiveMaximum { get; private set; } = ushort.MaxValue;

    /// <summary>The longest packet that the client takes, in bytes (3.1.2.11.4).</summary>
    public uint MaximumPacketSize { get; private set; } = uint.MaxValue;

    /// <summary>Whether reasons in words may be sent with any packet (3.1.2.11.7).</summary>
    public bool WantsReasons { get; private set; } = true;

    /// <summary>Whether the client names an authentication method (3.1.2.11.9).</summary>
    public bool NamesAuthentication { get; private set; }

    /// <summary>Whether the client gives a subscription identifier (3.8.2.1.2).</summary>
    public bool NamesSubscriptionIdentifier { get; private set; }

    /// <summary>The topic alias, or 0 (3.3.2.3.4).</summary>
    public ushort TopicAlias { get; private set; }

    /// <summary>Reads a block of properties: its length, then the properties.</summary>
    public static MqttRejection Read(ref MqttCursor cursor, MqttPropertyScope scope, out MqttProperties properties)
    {
        properties = new MqttProperties();
        MqttRejection rejection = cursor.ReadVariable(out int length);
        if (rejection != MqttRejection.None || length == 0)
        {
            return rejection;
        }

        if (!cursor.TryReadBytes(length, out ReadOnlySpan<byte> block))
        {
            return MqttRejection.Truncated;
        }

        ulong allowed = Allowed(scope);
        ulong seen = 0;
        MqttCursor inner = new(block);
        while (inner.TryReadByte(out byte identifier))
        {
            // Identifiers are variable byte integers, but none of them is above 0x2A.
            ulong bit = identifier < 64 ? 1UL << identifier : 0;
            if ((allowed & bit) == 0)
            {
                return MqttRejection.InvalidProperty;
            }

            if ((seen & bit) != 0 && (MqttProperty)identifier != UserProperty)
            {
                return MqttRejection.DuplicateProperty;
            }

            seen |= bit;
            rejection = properties.ReadOne(ref inner, (MqttProperty)identifier);
            if (rejection != MqttRejection.None)
            {
                return rejection;
            }
        }

        // Data without a method is a protocol error (3.1.2.11.10).
        return (seen & (1UL << (int)AuthenticationData)) != 0 && !properties.NamesAuthentication ? MqttRejection.InvalidPropertyValue : MqttRejection.None;
    }

    private static ulong Allowed(MqttPropertyScope scope) => scope switch
    {
        MqttPropertyScope.Connect => InConnect,
        MqttPropertyScope.Will => InWill,
        MqttPropertyScope.Publish => InPublish,
        MqttPropertyScope.Acknowledgement => InAcknowledgement,
        MqttPropertyScope.Subscribe => InSubscribe,
        MqttPropertyScope.Unsubscribe => InUnsubscribe,
        _ => InDisconnect,
    };

    private MqttRejection ReadOne(ref MqttCursor cursor, MqttProperty identifier)
    {
        switch (identifier)
        {
            case PayloadFormat or RequestResponseInformation or RequestProblemInformation:
                if (!cursor.TryReadByte(out byte flag))
                {
                    return MqttRejection.Truncated;
                }

                WantsReasons &= identifier != RequestProblemInformation || flag == 1;
                return flag > 1 ? MqttRejection.InvalidPropertyValue : MqttRejection.None;
            case MessageExpiry or WillDelay or SessionExpiry or MqttProperty.MaximumPacketSize:
                return ReadFour(ref cursor, identifier);
            case MqttProperty.ReceiveMaximum or MqttProperty.TopicAliasMaximum or MqttProperty.TopicAlias:
                return ReadTwo(ref cursor, identifier);
            case ContentType or ReasonString:
                return cursor.ReadText(out _);
            case ResponseTopic:
                MqttRejection topic = cursor.ReadText(out ReadOnlySpan<byte> response);
                return topic == MqttRejection.None && !MqttText.IsTopicName(response) ? MqttRejection.InvalidTopicName : topic;
            case AuthenticationMethod:
                NamesAuthentication = true;
                return cursor.ReadText(out _);
            case CorrelationData or AuthenticationData:
                return cursor.TryReadBinary(out _) ? MqttRejection.None : MqttRejection.Truncated;
            case SubscriptionIdentifier:
                NamesSubscriptionIdentifier = true;
                MqttRejection number = cursor.ReadVariable(out int value);
                return number == MqttRejection.None && value == 0 ? MqttRejection.InvalidPropertyValue : number;
            default:
                MqttRejection name = cursor.ReadText(out _);
                return name == MqttRejection.None ? cursor.ReadText(out _) : name;
        }
    }

    private MqttRejection ReadFour(ref MqttCursor cursor, MqttProperty identifier)
    {
        if (!cursor.TryReadUInt32(out uint value))
        {
            return MqttRejection.Truncated;
        }

        if (identifier == SessionExpiry)
        {
            SessionExpirySeconds = value;
        }
        else if (identifier == MqttProperty.MaximumPacketSize)
        {
            MaximumPacketSize = value;
            return value == 0 ? MqttRejection.InvalidPropertyValue : MqttRejection.None;
        }

        return MqttRejection.None;
    }

    private MqttRejection ReadTwo(ref MqttCursor cursor, MqttProperty identifier)
    {
        if (!cursor.TryReadUInt16(out ushort value))
        {
            return MqttRejection.Truncated;
        }

        if (identifier == MqttProperty.ReceiveMaximum)
        {
            ReceiveMaximum = value;
            return value == 0 ? MqttRejection.InvalidPropertyValue : MqttRejection.None;
        }

        if (identifier == MqttProperty.TopicAlias)
        {
            TopicAlias = value;
            return value == 0 ? MqttRejection.InvalidTopicAlias : MqttRejection.None;
        }

        return MqttRejection.None;
    }
}
