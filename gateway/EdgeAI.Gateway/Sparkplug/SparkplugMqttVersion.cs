namespace EdgeAI.Gateway.Sparkplug;

/// <summary>The version of MQTT that an edge node speaks.</summary>
public enum SparkplugMqttVersion
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V5 = 5,
}
