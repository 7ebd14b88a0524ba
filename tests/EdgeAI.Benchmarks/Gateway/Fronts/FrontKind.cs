namespace EdgeAI.Benchmarks.Gateway.Fronts;

/// <summary>What takes the robots' packets and hands them to the spool.</summary>
internal enum FrontKind
{
    /// <summary>The gateway's own.</summary>
    Own,

    /// <summary>MQTTnet's server on its own sockets; its handler waits for the commit.</summary>
    MqttNet,

    /// <summary>MQTTnet's server on Kestrel; its handler waits for the commit.</summary>
    MqttNetKestrel,

    /// <summary>MQTTnet's server on its own sockets, storing nothing: the most that it could ever do.</summary>
    MqttNetStoringNothing,
}
