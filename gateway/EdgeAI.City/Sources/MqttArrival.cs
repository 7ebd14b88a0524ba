using MQTTnet;

namespace EdgeAI.City.Sources;

/// <summary>A message that came over MQTT.</summary>
internal sealed class MqttArrival(IRecordSession session, MqttApplicationMessageReceivedEventArgs delivery, byte[] payload) : Arrival(session, delivery.ApplicationMessage.Topic, payload)
{
    /// <summary>Sends its PUBACK.</summary>
    public Task AcknowledgeAsync(CancellationToken cancellation) => delivery.AcknowledgeAsync(cancellation);
}
