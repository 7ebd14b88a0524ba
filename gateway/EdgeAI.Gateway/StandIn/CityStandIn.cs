using System.Buffers;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Records;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Gateway.StandIn;

/// <summary>
/// An embedded MQTT server that stands in for the city, so that a gateway can be tried and watched without one. It reads and checks the
/// gateways' batches, tells duplicates from news, finds holes and counts. It is a stand-in: it STORES NOTHING, its acknowledgement
/// proves nothing beyond this process, and what it counted is gone with it.
/// </summary>
public sealed class CityStandIn : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly MqttServerOptions _serverOptions;
    private readonly CityLedger _ledger;
    private readonly object _gate = new();

    private CityStandIn(CityStandInOptions options)
    {
        _ledger = new CityLedger(options.OnRecord);
        _serverOptions = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(options.Port)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(_serverOptions);
        _server.InterceptingPublishAsync += OnPublishAsync;
    }

    /// <summary>The TCP port; the one that the system chose where 0 was asked for.</summary>
    public int Port => _serverOptions.DefaultEndpointOptions.Port;

    /// <summary>Starts a stand-in on loopback.</summary>
    /// <exception cref="GatewayException">The port cannot be used; the message says why and what to do.</exception>
    public static async Task<CityStandIn> StartAsync(CityStandInOptions options)
    {
        CityStandIn city = new(options);
        try
        {
            await city._server.StartAsync().ConfigureAwait(false);
            return city;
        }
        catch (SocketException exception)
        {
            city._server.Dispose();
            city._ledger.Dispose();
            throw new GatewayException($"the city's stand-in cannot listen on port {options.Port} ({exception.Message}): stop the program that listens there, or choose another port", exception);
        }
    }

    /// <summary>What has been received.</summary>
    public CityStatistics Snapshot()
    {
        lock (_gate)
        {
            return _ledger.Snapshot();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted)
        {
            await _server.StopAsync(new MqttServerStopOptions()).ConfigureAwait(false);
        }

        _server.Dispose();
        _ledger.Dispose();
    }

    private Task OnPublishAsync(InterceptingPublishEventArgs args)
    {
        // Nobody subscribes here: the server would answer "no matching subscribers", which a gateway rightly takes for a refusal.
        args.ProcessPublish = false;
        if (Topics.Parse(args.ApplicationMessage.Topic, out RecordTopic topic) != TopicRejection.None || topic.Kind != TopicKind.GatewayRecords)
        {
            args.Response.ReasonCode = MqttPubAckReasonCode.TopicNameInvalid;
            args.Response.ReasonString = "not a gateway's records";
            return Task.CompletedTask;
        }

        ReadOnlySequence<byte> payload = args.ApplicationMessage.Payload;
        GatewayBatchRejection rejection;
        lock (_gate)
        {
            rejection = _ledger.Take(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
        }

        if (rejection != GatewayBatchRejection.None)
        {
            args.Response.ReasonCode = MqttPubAckReasonCode.PayloadFormatInvalid;
            args.Response.ReasonString = $"not a gateway batch: {rejection}";
        }

        return Task.CompletedTask;
    }
}
