namespace EdgeAI.Gateway.Broker;

/// <summary>Takes what devices publish to topics that hold no records: the results of commands, the state of an artifact.</summary>
internal interface ILocalPublishHandler
{
    /// <summary>Whether publishes to this topic are the handler's. Thread-safe and quick.</summary>
    bool Handles(ReadOnlySpan<char> topic);

    /// <summary>Takes one, each connection's in the order in which they came and one at a time; the PUBACK leaves when the task ends: success for nothing, a refusal with the returned reason otherwise.</summary>
    /// <param name="device">Who sent it.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The payload, unchanged until the task ends.</param>
    Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload);
}
