using EdgeAI.Gateway.Mqtt;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Broker;

/// <content>What the client publishes: from the packet to the spool.</content>
internal sealed partial class MqttConnection
{
    // Answers that wait for the socket beside those to publishes: a client that only asks and never reads is not read either.
    private const int MaximumImmediateBytes = 64 << 10;

    private readonly RefusedBatches _refusedOnArrival = new();
    private readonly RefusedBatches _refusedInSpool = new();
    private Task _handled = Task.CompletedTask;
    private TopicRoutes? _routes;
    private TopicRoute?[] _aliases = [];

    // The publishes at QoS 2 that are not released, and whether their PUBREC was written.
    private Dictionary<ushort, bool>? _unreleased;

    // What counts against the Receive Maximum of MQTT 5 (4.9): until PUBACK, or until PUBCOMP.
    private int _unanswered;

    void IStoreListener.Settled(StoreRequest request)
    {
        DevicePublish publish = (DevicePublish)request;
        publish.LetGo();
        _broker.Budget.Release(publish.Length);
        if (publish.Status is not (StoreStatus.Stored or StoreStatus.AlreadyStored))
        {
            _broker.Counters.CountRefusal(BrokerRefusals.Of(publish.Status));
            _broker.Audit.Refused(BrokerRefusals.Of(publish.Status), Actor);
            if (publish.IsBatch && publish.Status is StoreStatus.QueueFull or StoreStatus.Stopping)
            {
                _refusedOnArrival.TryNote(publish.Robot, publish.Boot, publish.BatchNumber);
            }
        }

        // From here on the publish may be in use for another.
        publish.MarkSettled();
        Wake();
    }

    private bool HasUnanswered()
    {
        lock (_gate)
        {
            return _answers.Count > 0;
        }
    }

    private MqttRejection TakePublish(byte flags, ReadOnlySpan<byte> body)
    {
        MqttRejection rejection = MqttPublish.Read(flags, body, _version, out MqttPublish publish);
        if (rejection != MqttRejection.None)
        {
            return rejection;
        }

        if (publish.Retain && _version == MqttVersion.V5)
        {
            End(ConnectionEnd.ProtocolError, MqttReasonCode.RetainNotSupported, "nothing is retained here, as CONNACK said");
            return MqttRejection.None;
        }

        if (FindRoute(publish) is not { } route)
        {
            return MqttRejection.InvalidTopicAlias;
        }

        if (publish.Qos == 2 && IsRepeated(publish.PacketId))
        {
            return MqttRejection.None;
        }

        if (publish.Qos > 0 && _version == MqttVersion.V5 && Volatile.Read(ref _unanswered) >= _broker.Limits.MaximumInFlight)
        {
            End(ConnectionEnd.ReceiveMaximum, MqttReasonCode.ReceiveMaximumExceeded, $"more than {_broker.Limits.MaximumInFlight} publishes without an answer");
            return MqttRejection.None;
        }

        Offer(Await(publish.PacketId, publish.Qos), route, publish.Payload);
        return MqttRejection.None;
    }

    private TopicRoute? FindRoute(in MqttPublish publish)
    {
        if (publish.TopicAlias == 0)
        {
            return _routes!.Find(publish.Topic);
        }

        if (publish.TopicAlias > _broker.Limits.MaximumTopicAliases)
        {
            return null;
        }

        if (publish.TopicAlias > _aliases.Length)
        {
            Array.Resize(ref _aliases, _broker.Limits.MaximumTopicAliases);
        }

        ref TopicRoute? place = ref _aliases[publish.TopicAlias - 1];
        if (!publish.Topic.IsEmpty)
        {
            place = _routes!.Find(publish.Topic);
        }

        return place;
    }

    // A publish at QoS 2 that came before and was not released is the same one (4.3.3): it is answered, not stored again.
    private bool IsRepeated(ushort packetId)
    {
        lock (_gate)
        {
            if (_unreleased is null || !_unreleased.TryGetValue(packetId, out bool isAnswered))
            {
                return false;
            }

            if (!isAnswered)
            {
                // Its answer is still to come.
                return true;
            }

            MqttWriter.WriteAcknowledgement(Immediate, MqttPacketType.Pubrec, packetId);
        }

        _answersReady = true;
        return true;
    }

    // Gives the publish its place among the answers before anything can settle it.
    private DevicePublish Await(ushort packetId, byte qos)
    {
        lock (_gate)
        {
            DevicePublish publish = _broker.Publishes.Take();
            publish.Begin(this, packetId, qos, _arrived);
            _answers.Enqueue(publish);
            _unanswered += qos > 0 ? 1 : 0;
            if (qos == 2)
            {
                (_unreleased ??= []).Add(packetId, false);
            }

            return publish;
        }
    }

    private void Offer(DevicePublish publish, TopicRoute route, ReadOnlySpan<byte> payload)
    {
        if (route.Refusal is { } refusal)
        {
            Refuse(publish, refusal, route.Reason);
        }
        else if (route.Handler is { } handler)
        {
            publish.Take(payload);
            _broker.Budget.Take(publish.Length);
            _handled = HandleAsync(_handled, publish, handler, route.Topic);
        }
        else if (publish.Qos == 0)
        {
            Refuse(publish, PublishRefusal.QosZero, "records are published at QoS 1");
        }
        else if (route.Kind == TopicKind.RobotBatch)
        {
            OfferBatch(publish, route, payload);
        }
        else
        {
            OfferFrame(publish, route, payload);
        }
    }

    private void OfferBatch(DevicePublish publish, TopicRoute route, ReadOnlySpan<byte> payload)
    {
        RobotBatchRejection rejection = RobotBatchReader.Open(payload, out RobotBatchReader batch);
        if (rejection != RobotBatchRejection.None)
        {
            Refuse(publish, PublishRefusal.Malformed, $"not a robot batch: {rejection}");
            return;
        }

        ulong awaited = _refusedOnArrival.Awaited(route.Robot, batch.Boot, batch.Number);
        if (awaited != 0)
        {
            Refuse(publish, PublishRefusal.OutOfOrder, BrokerRefusals.OutOfOrder(awaited));
            return;
        }

        publish.Take(payload);
        publish.FillBatch(route, batch, _received, _refusedInSpool);
        Store(publish);
    }

    private void OfferFrame(DevicePublish publish, TopicRoute route, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > ushort.MaxValue)
        {
            Refuse(publish, PublishRefusal.Malformed, $"a frame has at most {ushort.MaxValue} bytes, not {payload.Length}");
            return;
        }

        FrameRejection rejection = FrameIdentity.Read(payload, out FrameIdentity frame);
        if (rejection != FrameRejection.None)
        {
            Refuse(publish, PublishRefusal.Malformed, $"not a raw wire frame: {rejection}");
            return;
        }

        if (frame.Board != route.Board || frame.Stream != route.Stream)
        {
            Refuse(publish, PublishRefusal.Mismatch, $"the frame is of board {frame.Board}, stream {frame.Stream}, the topic is not");
            return;
        }

        publish.Take(payload);
        publish.FillFrame(route, _received);
        Store(publish);
    }

    private void Store(DevicePublish publish)
    {
        _broker.Budget.Take(publish.Length);
        _broker.Store(publish);
    }

    private void Refuse(DevicePublish publish, PublishRefusal refusal, string reason)
    {
        _broker.Counters.CountRefusal(refusal);
        _broker.Audit.Refused(refusal, Actor);
        publish.Refuse(refusal, reason);
        _answersReady = true;
    }

    private async Task HandleAsync(Task before, DevicePublish publish, ILocalPublishHandler handler, string topic)
    {
        // One after another, and elsewhere: a handler may write to a disk of its own, and the reader's thread has other connections to serve.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? refusal;
        try
        {
            refusal = await handler.HandleAsync(Device!, topic, publish.Copy).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            refusal = $"the gateway failed: {exception.Message}";
        }

        publish.LetGo();
        _broker.Budget.Release(publish.Length);
        if (refusal is null)
        {
            publish.Accept();
        }
        else
        {
            _broker.Counters.CountRefusal(PublishRefusal.Handler);
            _broker.Audit.Refused(PublishRefusal.Handler, Actor);
            publish.Refuse(PublishRefusal.Handler, refusal);
        }

        Wake();
    }

    private MqttRejection TakeAcknowledgement(MqttPacketType type, in MqttAcknowledgement acknowledgement)
    {
        lock (_gate)
        {
            if (type == MqttPacketType.Puback)
            {
                _unacknowledged?.Remove(acknowledgement.PacketId);
            }
            else if (type == MqttPacketType.Pubrel && !TryComplete(acknowledgement.PacketId))
            {
                return MqttRejection.UnexpectedPacket;
            }
        }

        // PUBREC and PUBCOMP answer nothing that was sent: the broker sends at QoS 0 and 1 only.
        _answersReady = true;
        return MqttRejection.None;
    }

    // False for a release that 3.1.1 has no answer to: of a publish whose own answer is still to come.
    private bool TryComplete(ushort packetId)
    {
        bool isKnown = (_unreleased ??= []).TryGetValue(packetId, out bool isAnswered);
        if (isKnown && isAnswered)
        {
            _unreleased.Remove(packetId);
            _unanswered--;
            MqttWriter.WriteAcknowledgement(Immediate, MqttPacketType.Pubcomp, packetId);
        }
        else if (_version == MqttVersion.V5)
        {
            MqttWriter.WriteAcknowledgement(Immediate, MqttPacketType.Pubcomp, packetId, MqttReasonCode.PacketIdentifierNotFound, "", _maximumPacketBytes);
        }
        else if (!isKnown)
        {
            MqttWriter.WriteAcknowledgement(Immediate, MqttPacketType.Pubcomp, packetId);
        }

        return !isKnown || isAnswered || _version == MqttVersion.V5;
    }
}
