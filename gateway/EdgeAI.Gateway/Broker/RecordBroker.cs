using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// The MQTT server that robots publish to. A PUBACK leaves only after the transaction that holds the publish is on disk; whatever
/// cannot be kept is refused by name. Publishes are stored and not passed on to subscribers.
/// </summary>
internal sealed class RecordBroker : IAsyncDisposable
{
    private const string SessionKey = "edgeai.session";

    // How long a connection may stay without its CONNECT packet; the library's own limit is 100 s.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly RecordSpool _spool;
    private readonly string _site;
    private readonly TimeProvider _time;
    private readonly MqttServer _server;
    private readonly MqttServerOptions _serverOptions;
    private readonly long[] _refusals = new long[Enum.GetValues<PublishRefusal>().Length];
    private long _acknowledged;
    private int _connections;

    public RecordBroker(RecordSpool spool, GatewayOptions options)
    {
        _spool = spool;
        _site = options.Site;
        _time = options.Time;
        _serverOptions = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(LoopbackAddress(options.Host))
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(options.Port)
            .WithDefaultCommunicationTimeout(ConnectTimeout)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(_serverOptions);
        _server.ClientConnectedAsync += OnConnectedAsync;
        _server.ClientDisconnectedAsync += OnDisconnectedAsync;
        _server.InterceptingPublishAsync += OnPublishAsync;
    }

    /// <summary>The TCP port; the one that the system chose where 0 was asked for.</summary>
    public int Port => _serverOptions.DefaultEndpointOptions.Port;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="GatewayException">The port cannot be used; the message says why and what to do.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _server.StartAsync().ConfigureAwait(false);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new GatewayException($"port {Port} is in use: stop the program that listens there, or give the gateway another port", exception);
        }
        catch (SocketException exception)
        {
            throw new GatewayException($"port {Port} cannot be listened on ({exception.Message}): give the gateway another port", exception);
        }
    }

    public BrokerStatistics Snapshot()
    {
        ImmutableSortedDictionary<PublishRefusal, long>.Builder refusals = ImmutableSortedDictionary.CreateBuilder<PublishRefusal, long>();
        long refused = 0;
        foreach (PublishRefusal refusal in Enum.GetValues<PublishRefusal>())
        {
            long count = Interlocked.Read(ref _refusals[(int)refusal]);
            refused += count;
            if (count > 0)
            {
                refusals.Add(refusal, count);
            }
        }

        return new BrokerStatistics
        {
            Connections = Volatile.Read(ref _connections),
            Acknowledged = Interlocked.Read(ref _acknowledged),
            Refused = refused,
            RefusedBy = refusals.ToImmutable(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted)
        {
            await _server.StopAsync(new MqttServerStopOptions()).ConfigureAwait(false);
        }

        _server.Dispose();
    }

    private static IPAddress LoopbackAddress(string host)
    {
        IPAddress? address = host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out IPAddress? parsed) ? parsed : null;
        if (address is null || address.AddressFamily != AddressFamily.InterNetwork || !IPAddress.IsLoopback(address))
        {
            throw new GatewayException($"'{host}' is not an IPv4 loopback address: the broker speaks without TLS and listens on 127.0.0.1 only");
        }

        return address;
    }

    private Task OnConnectedAsync(ClientConnectedEventArgs args)
    {
        Interlocked.Increment(ref _connections);
        args.SessionItems[SessionKey] = new PublisherSession(args.ProtocolVersion == MqttProtocolVersion.V500);
        return Task.CompletedTask;
    }

    private Task OnDisconnectedAsync(ClientDisconnectedEventArgs args)
    {
        Interlocked.Decrement(ref _connections);
        return Task.CompletedTask;
    }

    // The server awaits this before it answers, and only this: what throws in its later stages is acknowledged all the same.
    private async Task OnPublishAsync(InterceptingPublishEventArgs args)
    {
        args.ProcessPublish = false;
        PublisherSession session = args.SessionItems[SessionKey] as PublisherSession ?? new PublisherSession(false);
        PublishRefusal refusal;
        string reason;
        StoreRequest? request = null;
        try
        {
            if (TryMakeRequest(args.ApplicationMessage, session, out request, out refusal, out reason))
            {
                StoreStatus status = await _spool.StoreAsync(request).ConfigureAwait(false);
                if (status is StoreStatus.Stored or StoreStatus.AlreadyStored)
                {
                    Interlocked.Increment(ref _acknowledged);
                    args.Response.ReasonCode = MqttPubAckReasonCode.Success;
                    return;
                }

                (refusal, reason) = Explain(status);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever went wrong, nothing is known to be on disk.
            (refusal, reason) = (PublishRefusal.DiskError, $"the gateway failed: {exception.Message}");
        }

        Refuse(args, session, refusal, reason, request);
    }

    private bool TryMakeRequest(
        MqttApplicationMessage message, PublisherSession session, out StoreRequest request, out PublishRefusal refusal, out string reason)
    {
        request = null!;
        TopicRejection topicRejection = Topics.Parse(message.Topic, out RecordTopic topic);
        if (topicRejection != TopicRejection.None || topic.Kind is not (TopicKind.RobotBatch or TopicKind.RawFrame))
        {
            refusal = PublishRefusal.Topic;
            reason = topicRejection == TopicRejection.None
                ? "no records of a robot: they go elsewhere"
                : $"not a record topic ({topicRejection}): publish to {Topics.Prefix}{_site}/ROBOT/batch or {Topics.Prefix}{_site}/ROBOT/BOARD/STREAM";
            return false;
        }

        if (!topic.Site.SequenceEqual(_site))
        {
            (refusal, reason) = (PublishRefusal.ForeignSite, $"this gateway's site is '{_site}'");
            return false;
        }

        if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
        {
            (refusal, reason) = (PublishRefusal.QosZero, "records are published at QoS 1");
            return false;
        }

        ReadOnlySequence<byte> payload = message.Payload;
        ReadOnlyMemory<byte> memory = payload.IsSingleSegment ? payload.First : payload.ToArray();
        return topic.Kind == TopicKind.RobotBatch
            ? TryMakeBatch(topic, memory, session, out request, out refusal, out reason)
            : TryMakeFrame(topic, memory, out request, out refusal, out reason);
    }

    private bool TryMakeBatch(
        RecordTopic topic, ReadOnlyMemory<byte> payload, PublisherSession session, out StoreRequest request, out PublishRefusal refusal, out string reason)
    {
        request = null!;
        refusal = PublishRefusal.Malformed;
        RobotBatchRejection rejection = RobotBatchReader.Open(payload.Span, out RobotBatchReader batch);
        if (rejection != RobotBatchRejection.None)
        {
            reason = $"not a robot batch: {rejection}";
            return false;
        }

        string robot = new(topic.Publisher);
        ulong awaited = session.Awaited(robot, batch.Boot, batch.Number);
        if (awaited != 0)
        {
            refusal = PublishRefusal.OutOfOrder;
            reason = $"batch {awaited} was refused: send it again first";
            return false;
        }

        reason = "";
        request = StoreRequest.ForBatch(robot, payload, batch, Utc.Nanoseconds(_time));
        return true;
    }

    private bool TryMakeFrame(RecordTopic topic, ReadOnlyMemory<byte> payload, out StoreRequest request, out PublishRefusal refusal, out string reason)
    {
        request = null!;
        refusal = PublishRefusal.Malformed;
        if (payload.Length > ushort.MaxValue)
        {
            reason = $"a frame has at most {ushort.MaxValue} bytes, not {payload.Length}";
            return false;
        }

        FrameRejection rejection = FrameIdentity.Read(payload.Span, out FrameIdentity frame);
        if (rejection != FrameRejection.None)
        {
            reason = $"not a raw wire frame: {rejection}";
            return false;
        }

        if (frame.Board != topic.Board || frame.Stream != topic.Stream)
        {
            refusal = PublishRefusal.Mismatch;
            reason = $"the frame is of board {frame.Board}, stream {frame.Stream}, the topic is not";
            return false;
        }

        reason = "";
        request = StoreRequest.ForFrame(new string(topic.Publisher), payload, Utc.Nanoseconds(_time));
        return true;
    }

    private (PublishRefusal Refusal, string Reason) Explain(StoreStatus status) => status switch
    {
        StoreStatus.Full => (PublishRefusal.SpoolFull, "the spool is full: it is emptied by its upstream; send again later"),
        StoreStatus.QueueFull => (PublishRefusal.QueueFull, "too many publishes wait: send again later"),
        StoreStatus.BatchTooOld => (PublishRefusal.BatchTooOld, $"the batch number lies more than {StoredBatches.Window} below the latest: number batches in order and keep at most {StoredBatches.Window} on their way"),
        StoreStatus.TooManyRobots => (PublishRefusal.TooManyRobots, "the gateway remembers as many robots as it may and this one is new: check the robot's id, or let the spool drain and begin a new one"),
        StoreStatus.Stopping => (PublishRefusal.Stopping, "the gateway is stopping"),
        _ => (PublishRefusal.DiskError, $"the spool could not be written: {_spool.Snapshot().LastError}"),
    };

    private void Refuse(InterceptingPublishEventArgs args, PublisherSession session, PublishRefusal refusal, string reason, StoreRequest? request)
    {
        Interlocked.Increment(ref _refusals[(int)refusal]);
        if (request is { IsBatch: true })
        {
            // A connection that is closed begins again with what it has no acknowledgement for.
            args.CloseConnection |= !session.TryNoteRefused(request.Robot, request.Boot, request.BatchNumber);
        }

        if (args.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
        {
            return;
        }

        if (!session.TakesReasonCodes)
        {
            args.CloseConnection = true;
        }

        args.Response.ReasonCode = ReasonCode(refusal);
        args.Response.ReasonString = reason;
    }

    private static MqttPubAckReasonCode ReasonCode(PublishRefusal refusal) => refusal switch
    {
        PublishRefusal.Topic => MqttPubAckReasonCode.TopicNameInvalid,
        PublishRefusal.ForeignSite => MqttPubAckReasonCode.NotAuthorized,
        PublishRefusal.Malformed or PublishRefusal.Mismatch => MqttPubAckReasonCode.PayloadFormatInvalid,
        PublishRefusal.SpoolFull or PublishRefusal.QueueFull or PublishRefusal.TooManyRobots => MqttPubAckReasonCode.QuotaExceeded,
        PublishRefusal.DiskError => MqttPubAckReasonCode.UnspecifiedError,
        _ => MqttPubAckReasonCode.ImplementationSpecificError,
    };
}
