namespace EdgeAI.Gateway.Mqtt;

/// <summary>The protocol level that a CONNECT packet names (MQTT 3.1.1 and 5.0, section 3.1.2.2).</summary>
internal enum MqttVersion : byte
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V5 = 5,
}
