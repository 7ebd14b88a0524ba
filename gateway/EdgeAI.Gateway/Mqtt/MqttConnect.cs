namespace EdgeAI.Gateway.Mqtt;

/// <summary>A CONNECT packet (MQTT 3.1.1 and 5.0, section 3.1); its texts are slices of the packet.</summary>
internal ref struct MqttConnect
{
    private const byte CleanStartFlag = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillRetainFlag = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserNameFlag = 0x80;
    private const byte WillBits = 0x38;

    public MqttVersion Version { get; private set; }

    public bool CleanStart { get; private set; }

    /// <summary>The keep-alive in seconds; 0 turns it off (3.1.2.10).</summary>
    public ushort KeepAliveSeconds { get; private set; }

    public MqttProperties Properties { get; private set; }

    public ReadOnlySpan<byte> ClientId { get; private set; }

    public bool HasWill { get; private set; }

    public byte WillQos { get; private set; }

    public bool WillRetain { get; private set; }

    public ReadOnlySpan<byte> WillTopic { get; private set; }

    public ReadOnlySpan<byte> WillPayload { get; private set; }

    public ReadOnlySpan<byte> UserName { get; private set; }

    public ReadOnlySpan<byte> Password { get; private set; }

    /// <summary>Reads the packet's body, or names why it is none. The version is set as soon as it is known, so that a refusal can be told in it.</summary>
    public static MqttRejection Read(ReadOnlySpan<byte> body, out MqttConnect connect)
    {
        MqttConnect read = default;
        MqttCursor cursor = new(body);
        MqttRejection rejection = read.ReadAll(ref cursor);
        connect = read;
        return rejection;
    }

    private MqttRejection ReadAll(scoped ref MqttCursor cursor)
    {
        if (!cursor.TryReadBinary(out ReadOnlySpan<byte> name))
        {
            return MqttRejection.Truncated;
        }

        bool isOld = name.SequenceEqual("MQIsdp"u8);
        if (!isOld && !name.SequenceEqual("MQTT"u8))
        {
            return MqttRejection.InvalidProtocolName;
        }

        if (!cursor.TryReadByte(out byte version))
        {
            return MqttRejection.Truncated;
        }

        if (isOld || version is not ((byte)MqttVersion.V311 or (byte)MqttVersion.V5))
        {
            Version = version is > (byte)MqttVersion.V5 and < 0x80 ? MqttVersion.V5 : MqttVersion.V311;
            return MqttRejection.UnsupportedVersion;
        }

        Version = (MqttVersion)version;
        if (!cursor.TryReadByte(out byte flags) || !cursor.TryReadUInt16(out ushort keepAlive))
        {
            return MqttRejection.Truncated;
        }

        if (!AreConsistent(flags, Version))
        {
            return MqttRejection.InvalidConnectFlags;
        }

        KeepAliveSeconds = keepAlive;
        CleanStart = (flags & CleanStartFlag) != 0;
        HasWill = (flags & WillFlag) != 0;
        WillQos = (byte)((flags >> 3) & 3);
        WillRetain = (flags & WillRetainFlag) != 0;
        return ReadPayload(ref cursor, flags);
    }

    private static bool AreConsistent(byte flags, MqttVersion version)
    {
        bool will = (flags & WillFlag) != 0;
        int qos = (flags >> 3) & 3;
        bool passwordAlone = (flags & PasswordFlag) != 0 && (flags & UserNameFlag) == 0;
        // Reserved bit [MQTT-3.1.2-3]; a will's bits without a will [MQTT-3.1.2-11, -13]; in 3.1.1 no password without a name [MQTT-3.1.2-22].
        return (flags & 1) == 0 && qos < 3 && (will || (flags & WillBits) == 0) && !(passwordAlone && version == MqttVersion.V311);
    }

    private MqttRejection ReadPayload(scoped ref MqttCursor cursor, byte flags)
    {
        MqttRejection rejection = MqttRejection.None;
        if (Version == MqttVersion.V5)
        {
            rejection = MqttProperties.Read(ref cursor, MqttPropertyScope.Connect, out MqttProperties properties);
            Properties = properties;
        }
        else
        {
            Properties = new MqttProperties();
        }

        if (rejection == MqttRejection.None)
        {
            rejection = cursor.ReadText(out ReadOnlySpan<byte> clientId);
            ClientId = clientId;
        }

        if (rejection == MqttRejection.None && HasWill)
        {
            rejection = ReadWill(ref cursor);
        }

        if (rejection == MqttRejection.None && (flags & UserNameFlag) != 0)
        {
            rejection = cursor.ReadText(out ReadOnlySpan<byte> userName);
            UserName = userName;
        }

        if (rejection == MqttRejection.None && (flags & PasswordFlag) != 0)
        {
            rejection = cursor.TryReadBinary(out ReadOnlySpan<byte> password) ? MqttRejection.None : MqttRejection.Truncated;
            Password = password;
        }

        return rejection != MqttRejection.None ? rejection : cursor.Rest.IsEmpty ? MqttRejection.None : MqttRejection.TrailingBytes;
    }

    private MqttRejection ReadWill(scoped ref MqttCursor cursor)
    {
        MqttRejection rejection = Version == MqttVersion.V5 ? MqttProperties.Read(ref cursor, MqttPropertyScope.Will, out _) : MqttRejection.None;
        if (rejection != MqttRejection.None)
        {
            return rejection;
        }

        rejection = cursor.ReadText(out ReadOnlySpan<byte> topic);
        if (rejection != MqttRejection.None)
        {
            return rejection;
        }

        if (!MqttText.IsTopicName(topic))
        {
            return MqttRejection.InvalidTopicName;
        }

        WillTopic = topic;
        if (!cursor.TryReadBinary(out ReadOnlySpan<byte> payload))
        {
            return MqttRejection.Truncated;
        }

        WillPayload = payload;
        return MqttRejection.None;
    }
}
