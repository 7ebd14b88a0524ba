using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>The version of MQTT that a broker is spoken to in.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MqttVersion>))]
public enum MqttVersion
{
    /// <summary>MQTT 5.0.</summary>
    Mqtt5,

    /// <summary>MQTT 3.1.1.</summary>
    Mqtt311,
}
