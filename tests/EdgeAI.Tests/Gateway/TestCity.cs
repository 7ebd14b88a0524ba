using System.Buffers;
using System.Net;
using EdgeAI.Records;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Tests.Gateway;

/// <summary>An upstream whose answers a test decides, and which remembers what it was sent over its own restarts.</summary>
internal sealed class TestCity : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<RecordId, ReadRecord> _records = [];
    private readonly HashSet<string> _topics = [];
    private readonly List<long> _batches = [];
    private readonly RecordDecompressor _decompressor = new();
    private MqttServer? _server;
    private int _connections;

    public int Port { get; private set; }

    /// <summary>What a batch is answered with; nothing leaves it to the server, which has no subscriber for it.</summary>
    public MqttPubAckReasonCode? Answer { get; set; } = MqttPubAckReasonCode.Success;

    /// <summary>Sees each batch that is taken, in the order of arrival.</summary>
    public Action<byte[]>? Taken { get; init; }

    /// <summary>Batches are taken but not answered until this completes.</summary>
    public Task AnswersWaitFor { get; set; } = Task.CompletedTask;

    public long Duplicates { get; private set; }

    /// <summary>The connections that were accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The first sequence of each batch, in the order of arrival, repeated ones included.</summary>
    public List<long> Batches
    {
        get
        {
            lock (_gate)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>The frames by record name.</summary>
    public Dictionary<RecordId, byte[]> Records
    {
        get
        {
            lock (_gate)
            {
                return _records.ToDictionary(entry => entry.Key, entry => entry.Value.Frame);
            }
        }
    }

    /// <summary>The records, each once, whatever kind they are of.</summary>
    public List<ReadRecord> AllKinds
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Values];
            }
        }
    }

    /// <summary>The topics of the batches that were taken.</summary>
    public List<string> Topics
    {
        get
        {
            lock (_gate)
            {
                return [.. _topics];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    public async Task StartAsync()
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(Port)
            .WithDefaultEndpointReuseAddress()
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.InterceptingPublishAsync += OnPublishAsync;
        _server.ClientConnectedAsync += OnConnectedAsync;
        await _server.StartAsync();
        Port = options.DefaultEndpointOptions.Port;
    }

    /// <summary>Goes away as a killed broker does: connections end, nothing more is answered.</summary>
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync(new MqttServerStopOptions());
            _server.Dispose();
            _server = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _decompressor.Dispose();
    }

    private Task OnConnectedAsync(ClientConnectedEventArgs args)
    {
        Interlocked.Increment(ref _connections);
        return Task.CompletedTask;
    }

    private async Task OnPublishAsync(InterceptingPublishEventArgs args)
    {
        if (Answer is not MqttPubAckReasonCode answer)
        {
            return;
        }

        args.ProcessPublish = false;
        args.Response.ReasonCode = answer;
        if (answer == MqttPubAckReasonCode.Success)
        {
            Take(args.ApplicationMessage.Topic, args.ApplicationMessage.Payload.ToArray());
        }

        await AnswersWaitFor.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Take(string topic, byte[] payload)
    {
        lock (_gate)
        {
            _topics.Add(topic);
            Taken?.Invoke(payload);
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(payload, _decompressor, out GatewayBatchReader batch));
            _batches.Add(batch.FirstSequence);
            while (batch.MoveNext())
            {
                if (!_records.TryAdd(new RecordId(batch.GatewayName, batch.Epoch, batch.Current.Sequence), new ReadRecord(batch.Current)))
                {
                    Duplicates++;
                }
            }
        }
    }
}
