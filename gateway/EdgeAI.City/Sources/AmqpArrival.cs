namespace EdgeAI.City.Sources;

/// <summary>A message that came over AMQP.</summary>
internal sealed class AmqpArrival(IRecordSession session, string topic, byte[] payload, ulong tag) : Arrival(session, topic, payload)
{
    /// <summary>The delivery's number on its channel.</summary>
    public ulong Tag { get; } = tag;
}
