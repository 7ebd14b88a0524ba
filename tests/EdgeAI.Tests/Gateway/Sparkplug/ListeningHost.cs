using System.Buffers;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>A host application on a broker: hears everything below spBv1.0 and judges it.</summary>
internal sealed class ListeningHost : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SparkplugHost _host = new();
    private readonly List<(string Topic, byte[] Payload, int Quality)> _heard = [];
    private Exception? _fault;

    private ListeningHost()
    {
        _client.ApplicationMessageReceivedAsync += args =>
        {
            lock (_heard)
            {
                byte[] payload = args.ApplicationMessage.Payload.ToArray();
                string topic = args.ApplicationMessage.Topic;
                _heard.Add((topic, payload, (int)args.ApplicationMessage.QualityOfServiceLevel));
                if (IsOfTheNode(topic))
                {
                    try
                    {
                        _host.Take(SparkplugMessage.Read(topic, payload));
                    }
                    catch (Exception fault)
                    {
                        _fault ??= fault;
                    }
                }
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>What was heard so far, in order, as <c>NBIRTH 3</c> for births and deaths of the node with their bdSeq and <c>DDATA robot</c> for the rest.</summary>
    public List<string> Heard => Judged(_ => _heard.Where(static message => IsOfTheNode(message.Topic)).Select(static message => Shown(SparkplugMessage.Read(message.Topic, message.Payload))).ToList());

    /// <summary>The raw messages.</summary>
    public List<(string Topic, byte[] Payload, int Quality)> Raw => Judged(_ => _heard.ToList());

    public static async Task<ListeningHost> StartAsync(int port)
    {
        ListeningHost host = new();
        await host._client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId("host").Build());
        await host._client.SubscribeAsync("spBv1.0/#", MqttQualityOfServiceLevel.AtLeastOnce);
        return host;
    }

    /// <summary>Asks about the host's view; fails the test where a message broke a rule.</summary>
    public T Judged<T>(Func<SparkplugHost, T> ask)
    {
        lock (_heard)
        {
            Assert.True(_fault is null, _fault?.ToString());
            return ask(_host);
        }
    }

    public Task PublishAsync(string topic, byte[] payload, bool retain = false)
        => _client.PublishAsync(new MqttApplicationMessage { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), Retain = retain, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce });

    public Task SayStateAsync(bool online, long timestamp)
        => PublishAsync("spBv1.0/STATE/scada", Encoding.UTF8.GetBytes($$"""{"online":{{(online ? "true" : "false")}},"timestamp":{{timestamp}}}"""), retain: true);

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }

    private static bool IsOfTheNode(string topic)
        => topic.Split('/')[2] is "NBIRTH" or "NDATA" or "NDEATH" or "DBIRTH" or "DDATA" or "DDEATH";

    private static string Shown(SparkplugMessage message)
        => message.Kind is "NBIRTH" or "NDEATH" ? $"{message.Kind} {message["bdSeq"].Value}" : message.Kind;
}
