using System.Buffers;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A subscriber with a session that outlives its connection, and its broker's restart: the city's end behind a broker.</summary>
internal sealed class CitySubscriber : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly RecordDecompressor _decompressor = new();
    private readonly MqttClientOptions _options;
    private readonly SequenceSet _seen = new();
    private readonly object _gate = new();

    public CitySubscriber(int port)
    {
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithClientId("city")
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(3600)
            .Build();
        _client.ApplicationMessageReceivedAsync += OnMessageAsync;
    }

    /// <summary>The different records that came.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count;
            }
        }
    }

    public long Duplicates { get; private set; }

    public long Missing
    {
        get
        {
            lock (_gate)
            {
                return _seen.Missing;
            }
        }
    }

    public async Task ConnectAsync()
    {
        await _client.ConnectAsync(_options);
        await _client.SubscribeAsync("edgeai/v1/+/+/records", MqttQualityOfServiceLevel.AtLeastOnce);
    }

    public Task DisconnectAsync() => _client.DisconnectAsync(new MqttClientDisconnectOptions());

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _decompressor.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        lock (_gate)
        {
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(args.ApplicationMessage.Payload.ToArray(), _decompressor, out GatewayBatchReader batch));
            while (batch.MoveNext())
            {
                Duplicates += _seen.Add(batch.Current.Sequence) == RecordNovelty.New ? 0 : 1;
            }
        }

        return Task.CompletedTask;
    }
}
