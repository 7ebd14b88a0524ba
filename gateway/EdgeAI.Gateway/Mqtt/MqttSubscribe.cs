namespace EdgeAI.Gateway.Mqtt;

/// <summary>
/// A SUBSCRIBE or UNSUBSCRIBE packet (MQTT 3.1.1 and 5.0, sections 3.8 and 3.10). The syntax is checked when it is read, so that what is
/// enumerated afterwards is whole. Whether a filter itself is valid each one says: it is answered one by one.
/// </summary>
internal ref struct MqttSubscribe
{
    private const byte NoLocalFlag = 0x04;

    private readonly bool _hasOptions;
    private MqttCursor _filters;

    private MqttSubscribe(ushort packetId, ReadOnlySpan<byte> filters, bool hasOptions, bool namesIdentifier)
    {
        PacketId = packetId;
        _filters = new MqttCursor(filters);
        _hasOptions = hasOptions;
        NamesSubscriptionIdentifier = namesIdentifier;
    }

    public ushort PacketId { get; }

    /// <summary>Whether it gives a subscription identifier, which a server may not know.</summary>
    public bool NamesSubscriptionIdentifier { get; }

    /// <summary>The filter that <see cref="MoveNext"/> reached: valid UTF-8, not yet a valid filter.</summary>
    public ReadOnlySpan<byte> Filter { get; private set; }

    /// <summary>The quality of service asked for with it, 0 to 2; 0 in an UNSUBSCRIBE packet.</summary>
    public byte Qos { get; private set; }

    /// <summary>Reads the packet's body, or names why it is none.</summary>
    public static MqttRejection Read(MqttPacketType type, ReadOnlySpan<byte> body, MqttVersion version, out MqttSubscribe subscribe)
    {
        subscribe = default;
        bool hasOptions = type == MqttPacketType.Subscribe;
        MqttCursor cursor = new(body);
        if (!cursor.TryReadUInt16(out ushort packetId))
        {
            return MqttRejection.Truncated;
        }

        if (packetId == 0)
        {
            return MqttRejection.InvalidPacketId;
        }

        bool namesIdentifier = false;
        if (version == MqttVersion.V5)
        {
            MqttRejection rejection = MqttProperties.Read(ref cursor, hasOptions ? MqttPropertyScope.Subscribe : MqttPropertyScope.Unsubscribe, out MqttProperties properties);
            if (rejection != MqttRejection.None)
            {
                return rejection;
            }

            namesIdentifier = properties.NamesSubscriptionIdentifier;
        }

        ReadOnlySpan<byte> filters = cursor.Rest;
        if (filters.IsEmpty)
        {
            return MqttRejection.NoFilters;
        }

        while (!cursor.Rest.IsEmpty)
        {
            MqttRejection rejection = ReadOne(ref cursor, version, hasOptions);
            if (rejection != MqttRejection.None)
            {
                return rejection;
            }
        }

        subscribe = new MqttSubscribe(packetId, filters, hasOptions, namesIdentifier);
        return MqttRejection.None;
    }

    /// <summary>Goes to the next filter; false after the last.</summary>
    public bool MoveNext()
    {
        if (!_filters.TryReadBinary(out ReadOnlySpan<byte> filter))
        {
            return false;
        }

        Filter = filter;
        Qos = 0;
        if (_hasOptions)
        {
            _ = _filters.TryReadByte(out byte options);
            Qos = (byte)(options & 3);
        }

        return true;
    }

    private static MqttRejection ReadOne(ref MqttCursor cursor, MqttVersion version, bool hasOptions)
    {
        MqttRejection rejection = cursor.ReadText(out ReadOnlySpan<byte> filter);
        if (rejection != MqttRejection.None || !hasOptions)
        {
            return rejection;
        }

        if (!cursor.TryReadByte(out byte options))
        {
            return MqttRejection.Truncated;
        }

        // 3.1.1 has the quality of service only; 5.0 has No Local, Retain As Published and a retain handling of 0 to 2 beside it.
        bool reserved = version == MqttVersion.V5 ? (options & 0xC0) != 0 || (options & 0x30) == 0x30 : (options & 0xFC) != 0;
        if (reserved || (options & 3) == 3)
        {
            return MqttRejection.InvalidSubscriptionOptions;
        }

        return (options & NoLocalFlag) != 0 && filter.StartsWith(MqttText.SharedPrefix) ? MqttRejection.SharedNoLocal : MqttRejection.None;
    }
}
