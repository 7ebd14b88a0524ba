namespace EdgeAI.Gateway.Mqtt;

/// <summary>A DISCONNECT packet (MQTT 5.0, section 3.14).</summary>
/// <param name="Reason">The reason code; 0 where the packet names none.</param>
/// <param name="SessionExpirySeconds">How long the session shall be kept, in seconds; 0 where the packet does not say.</param>
internal readonly record struct MqttDisconnect(byte Reason, uint SessionExpirySeconds)
{
    /// <summary>Reads the packet's body, or names why it is none.</summary>
    public static MqttRejection Read(ReadOnlySpan<byte> body, MqttVersion version, out MqttDisconnect disconnect)
    {
        disconnect = default;
        MqttCursor cursor = new(body);
        MqttProperties properties = default;
        byte reason = 0;
        if (version == MqttVersion.V5 && cursor.TryReadByte(out reason) && !cursor.Rest.IsEmpty)
        {
            MqttRejection rejection = MqttProperties.Read(ref cursor, MqttPropertyScope.Disconnect, out properties);
            if (rejection != MqttRejection.None)
            {
                return rejection;
            }
        }

        disconnect = new MqttDisconnect(reason, properties.SessionExpirySeconds);
        return cursor.Rest.IsEmpty ? MqttRejection.None : MqttRejection.TrailingBytes;
    }
}
