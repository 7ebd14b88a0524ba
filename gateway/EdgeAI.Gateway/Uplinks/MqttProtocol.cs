namespace EdgeAI.Gateway.Uplinks;

/// <summary>The version of MQTT that a broker is spoken to in.</summary>
public enum MqttProtocol
{
    /// <summary>MQTT 5: refusals come with a reason, and reason 0x10 tells that nobody is subscribed.</summary>
    Mqtt5,

    /// <summary>MQTT 3.1.1: a broker refuses by closing the connection, and nothing tells whether anybody is subscribed.</summary>
    Mqtt311,
}
