using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>How MQTT travels on a listener.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ListenerProtocol>))]
public enum ListenerProtocol
{
    /// <summary>Over TCP.</summary>
    Tcp,

    /// <summary>Over WebSocket, for browsers.</summary>
    WebSocket,
}
