namespace EdgeAI.Gateway.Broker;

/// <summary>The broker as the gateway's own parts use it: what they send to devices, and what devices send to them.</summary>
internal interface ILocalBus
{
    /// <summary>Raised after a device's subscription was granted: with its name and the filter. What waits for it can be sent now.</summary>
    event Action<string, string>? Subscribed;

    /// <summary>Sends to every local subscriber whose filter matches, without waiting; a slow reader's queue drops its oldest and counts it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The payload; copied.</param>
    /// <param name="atLeastOnce">QoS 1 for those that subscribed at QoS 1; QoS 0 otherwise.</param>
    /// <returns>The number of subscribers it was queued for.</returns>
    int Publish(string topic, ReadOnlySpan<byte> payload, bool atLeastOnce);

    /// <summary>Registers who takes publishes whose topic is no record topic; before the broker is started.</summary>
    void Register(ILocalPublishHandler handler);
}
