namespace EdgeAI.City.Sources;

/// <summary>One message as a broker delivered it. It stays with the broker until its session acknowledges it.</summary>
/// <param name="session">The connection that it came over, the only one that may acknowledge it.</param>
/// <param name="topic">The topic as the broker writes it: with slashes over MQTT, with dots over AMQP.</param>
/// <param name="payload">The bytes, the receiver's own.</param>
internal abstract class Arrival(IRecordSession session, string topic, byte[] payload)
{
    public IRecordSession Session { get; } = session;

    public string Topic { get; } = topic;

    public byte[] Payload { get; } = payload;
}
