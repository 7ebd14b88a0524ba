namespace EdgeAI.Gateway.Broker;

/// <summary>What the gateway sends to its local subscribers: one copy for all of them.</summary>
/// <param name="Topic">The topic, UTF-8.</param>
/// <param name="Payload">The payload.</param>
internal sealed record LocalMessage(byte[] Topic, byte[] Payload)
{
    /// <summary>What it counts for in a subscriber's queue, in bytes.</summary>
    public int Length => Topic.Length + Payload.Length;
}
