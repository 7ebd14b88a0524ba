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
    private readonly Dictionary<RecordId, byte[]> _records = [];
    private readonly List<long> _batches = [];
    private readonly RecordDecompressor _decompressor = new();
    private MqttServer? _server;
    private int _connections;

    public int Port { get; private set; }

    /// <summary>What a batch is answered with; nothing leaves it to the server, which has no subscriber for it.</summary>
    public MqttPubAckReasonCode? Answer { get; set; } = MqttPubAckReasonCode.Success;

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
                return new Dictionary<RecordId, byte[]>(_records);
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
            Take(args.ApplicationMessage.Payload.ToArray());
        }

        await AnswersWaitFor.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Take(byte[] payload)
    {
        lock (_gate)
        {
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(payload, _decompressor, out GatewayBatchReader batch));
            _batches.Add(batch.FirstSequence);
            while (batch.MoveNext())
            {
                if (!_records.TryAdd(new RecordId(batch.GatewayName, batch.Epoch, batch.Current.Sequence), batch.Current.Frame.ToArray()))
                {
                    Duplicates++;
                }
            }
        }
    }
}
