namespace EdgeAI.Gateway.Broker;

/// <summary>How MQTT travels on a listener.</summary>
public enum ListenerKind
{
    /// <summary>MQTT over TCP.</summary>
    Tcp,

    /// <summary>MQTT over WebSocket at the path /mqtt with the subprotocol mqtt, for browsers.</summary>
    WebSocket,
}
