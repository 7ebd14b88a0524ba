namespace EdgeAI.Gateway.Uplinks;

/// <summary>One payload on its way to a broker.</summary>
/// <param name="Id">Its number in the outbox, higher than every one taken before it.</param>
/// <param name="Topic">Where it is published.</param>
/// <param name="Payload">What is published; the outbox leaves the memory unchanged until the message is acknowledged or taken again.</param>
public readonly record struct OutboundMessage(long Id, string Topic, ReadOnlyMemory<byte> Payload);
