namespace EdgeAI.Gateway.Mqtt;

/// <summary>What a CONNACK packet says (MQTT 5.0, section 3.2). 3.1.1 knows the return code alone; no session is ever present.</summary>
internal readonly record struct MqttConnack
{
    public required MqttReasonCode Reason { get; init; }

    /// <summary>The reason in words; empty for none.</summary>
    public string ReasonString { get; init; }

    /// <summary>The longest packet that the client takes, in bytes: a longer one is sent without the reason in words (3.2.2.3.9).</summary>
    public required uint MaximumLength { get; init; }

    /// <summary>Whether the client asked for a session that outlives the connection: it is told that there is none (3.2.2.3.2).</summary>
    public bool DeniesSessionExpiry { get; init; }

    /// <summary>The unanswered publishes that the server takes at once.</summary>
    public ushort ReceiveMaximum { get; init; }

    /// <summary>The longest packet that the server takes, in bytes.</summary>
    public uint MaximumPacketSize { get; init; }

    /// <summary>The topic aliases that the client may use; 0 for none.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>The client id that the server chose; empty when the client brought one.</summary>
    public string AssignedClientId { get; init; }

    /// <summary>The keep-alive that the server imposes, in seconds; 0 to leave the client's.</summary>
    public ushort ServerKeepAliveSeconds { get; init; }
}
