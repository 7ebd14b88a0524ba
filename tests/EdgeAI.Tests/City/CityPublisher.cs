using System.Buffers;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.City;

/// <summary>Publishes batches to a broker at QoS 1, and waits for each PUBACK, as a gateway does.</summary>
internal sealed class CityPublisher : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public static async Task<CityPublisher> ConnectAsync(int port, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        CityPublisher publisher = new();
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).Build();
        await publisher._client.ConnectAsync(options, TestContext.Current.CancellationToken);
        return publisher;
    }

    public async Task PublishAsync(string topic, byte[] payload)
    {
        MqttApplicationMessage message = new() { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        MqttClientPublishReasonCode code;
        do
        {
            // Nobody is subscribed yet: a gateway takes it for a refusal and sends again.
            code = (await _client.PublishAsync(message, TestContext.Current.CancellationToken)).ReasonCode;
        }
        while (code == MqttClientPublishReasonCode.NoMatchingSubscribers);
        Assert.Equal(MqttClientPublishReasonCode.Success, code);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
