using System.Buffers;
using System.Text;
using EdgeAI.Gateway.Mqtt;

namespace EdgeAI.Gateway.Broker;

/// <content>Who the client is, what it subscribes to, and its last will.</content>
internal sealed partial class MqttConnection
{
    // A server lets one and a half keep-alives pass (3.1.2.10).
    private const double KeepAliveFactor = 1.5;

    private readonly Dictionary<string, bool> _subscriptions = [];
    private (byte[] Topic, byte[] Payload, byte Qos)? _will;
    private bool _askedForSession;
    private bool _saidGoodbye;
    private bool _calledItself;

    private MqttRejection TakeConnect(ReadOnlySpan<byte> body)
    {
        MqttRejection rejection = MqttConnect.Read(body, out MqttConnect connect);
        _version = connect.Version;
        if (rejection != MqttRejection.None)
        {
            return rejection;
        }

        _maximumPacketBytes = connect.Properties.MaximumPacketSize;
        string clientId = Encoding.UTF8.GetString(connect.ClientId);
        string assigned = "";
        if (clientId.Length == 0)
        {
            if (_version == MqttVersion.V311 && !connect.CleanStart)
            {
                // [MQTT-3.1.3-8] of 3.1.1.
                RefuseConnect(MqttReasonCode.ClientIdentifierNotValid, "a client without an id must ask for a clean session", ConnectionEnd.ProtocolError);
                return MqttRejection.None;
            }

            assigned = clientId = $"auto-{Guid.NewGuid():N}";
        }

        if (!IsAcceptable(connect))
        {
            return MqttRejection.None;
        }

        if (!_broker.Directory.TryIdentify(_transport.Certificate, clientId, out DeviceIdentity? device, out string? reason))
        {
            RefuseConnect(MqttReasonCode.NotAuthorized, reason, ConnectionEnd.NotPermitted);
            return MqttRejection.None;
        }

        Device = device;
        ClientId = clientId;
        _calledItself = assigned.Length == 0;

        // Who was revoked while it was named was not found by its name then.
        Interlocked.MemoryBarrier();
        if (_broker.Directory.EndOf(device) is { } gone)
        {
            RefuseConnect(MqttReasonCode.NotAuthorized, gone, ConnectionEnd.NotPermitted);
            return MqttRejection.None;
        }

        if (!_broker.Table.TryIntroduce(this, device.Name, clientId, _transport.Certificate is not null, out MqttConnection? earlier))
        {
            RefuseConnect(MqttReasonCode.QuotaExceeded, $"'{device.Name}' has {_broker.Limits.MaximumConnectionsPerDevice} connections already", ConnectionEnd.TooManyOfDevice);
            return MqttRejection.None;
        }

        earlier?.End(ConnectionEnd.TakenOver, MqttReasonCode.SessionTakenOver, "the same client id connected anew");
        Accept(connect, device, assigned);
        return MqttRejection.None;
    }

    private bool IsAcceptable(in MqttConnect connect)
    {
        if (_broker.IsStopping)
        {
            RefuseConnect(MqttReasonCode.ServerShuttingDown, "the gateway is stopping", ConnectionEnd.Stopping);
        }
        else if (connect.Properties.NamesAuthentication)
        {
            RefuseConnect(MqttReasonCode.BadAuthenticationMethod, "devices show a certificate; there is no other authentication", ConnectionEnd.NotPermitted);
        }
        else if (connect.WillRetain && _version == MqttVersion.V5)
        {
            RefuseConnect(MqttReasonCode.RetainNotSupported, "nothing is retained here, a will neither", ConnectionEnd.ProtocolError);
        }
        else
        {
            return true;
        }

        return false;
    }

    private void Accept(in MqttConnect connect, DeviceIdentity device, string assigned)
    {
        int maximumKeepAlive = (int)_broker.Limits.MaximumKeepAlive.TotalSeconds;
        int keepAlive = connect.KeepAliveSeconds;
        bool imposes = _version == MqttVersion.V5 && (keepAlive == 0 || keepAlive > maximumKeepAlive);
        _keepAlive = TimeSpan.FromSeconds((imposes ? maximumKeepAlive : keepAlive) * KeepAliveFactor);
        _askedForSession = connect.Properties.SessionExpirySeconds > 0;
        _wantsReasons = connect.Properties.WantsReasons;
        _maximumUnacknowledged = Math.Min(_broker.Limits.MaximumUnacknowledged, connect.Properties.ReceiveMaximum);
        _will = connect.HasWill ? (connect.WillTopic.ToArray(), connect.WillPayload.ToArray(), connect.WillQos) : null;
        _routes = new TopicRoutes(_broker, device);
        MqttConnack connack = new()
        {
            Reason = MqttReasonCode.Success,
            MaximumLength = _maximumPacketBytes,
            DeniesSessionExpiry = _askedForSession,
            ReceiveMaximum = (ushort)_broker.Limits.MaximumInFlight,
            MaximumPacketSize = (uint)_broker.Limits.MaximumPacketBytes,
            TopicAliasMaximum = (ushort)_broker.Limits.MaximumTopicAliases,
            AssignedClientId = assigned,
            ServerKeepAliveSeconds = imposes ? (ushort)maximumKeepAlive : (ushort)0,
        };
        lock (_gate)
        {
            MqttWriter.WriteConnack(Immediate, _version, connack);
        }

        _broker.Audit.Connected(Actor, _version, _transport.Certificate);
        _answersReady = true;
        _introduced = true;
        if (Volatile.Read(ref _end) != NotEnded)
        {
            // Ended while it said who it is; nobody will tell it.
            Peer.Abort();
        }
    }

    private void RefuseConnect(MqttReasonCode code, string text, ConnectionEnd end)
    {
        TellRefusedConnect(code, text);
        End(end, text: text);
    }

    // A peer that has not said which MQTT it speaks, or broke the rules of 3.1.1, which has no code for it, is told nothing.
    private void TellRefusedConnect(MqttReasonCode code, string text)
    {
        bool can = _version == MqttVersion.V5 || (_version == MqttVersion.V311 && code is not (MqttReasonCode.MalformedPacket or MqttReasonCode.ProtocolError or MqttReasonCode.PacketTooLarge));
        if (can)
        {
            lock (_gate)
            {
                MqttWriter.WriteConnack(Immediate, _version, new MqttConnack { Reason = code, ReasonString = text, MaximumLength = _maximumPacketBytes });
            }

            _answersReady = true;
        }
    }

    private MqttRejection TakeSubscribe(MqttPacketType type, ref MqttSubscribe subscribe)
    {
        if (subscribe.NamesSubscriptionIdentifier)
        {
            End(ConnectionEnd.ProtocolError, MqttReasonCode.SubscriptionIdentifiersNotSupported, "subscription identifiers are not available, as CONNACK said");
            return MqttRejection.None;
        }

        ArrayBufferWriter<byte> codes = new();
        List<string> granted = [];
        while (subscribe.MoveNext())
        {
            byte code = type == MqttPacketType.Subscribe ? Subscribe(subscribe, granted) : Unsubscribe(subscribe.Filter);
            codes.Write([code]);
        }

        MqttPacketType answer = type == MqttPacketType.Subscribe ? MqttPacketType.Suback : MqttPacketType.Unsuback;
        lock (_gate)
        {
            MqttWriter.WriteSubscribed(Immediate, answer, _version, subscribe.PacketId, codes.WrittenSpan);
        }

        _answersReady = true;
        foreach (string filter in granted)
        {
            _broker.Bus.RaiseSubscribed(Device!.Name, filter);
        }

        return MqttRejection.None;
    }

    private byte Subscribe(in MqttSubscribe subscribe, List<string> granted)
    {
        MqttReasonCode refusal = Judge(subscribe.Filter, out string filter);
        if (refusal != MqttReasonCode.Success)
        {
            _broker.Counters.CountSubscriptionRefused();
            return _version == MqttVersion.V5 ? (byte)refusal : (byte)MqttReasonCode.UnspecifiedError;
        }

        bool atLeastOnce = subscribe.Qos > 0;
        _outbound ??= new OutboundQueue(_broker.Limits.MaximumQueuedMessages, _broker.Limits.MaximumQueuedBytes);
        _subscriptions[filter] = atLeastOnce;
        _broker.Bus.Subscriptions.Add(filter, this, atLeastOnce);
        granted.Add(filter);
        return atLeastOnce ? (byte)1 : (byte)0;
    }

    private MqttReasonCode Judge(ReadOnlySpan<byte> utf8, out string filter)
    {
        filter = "";
        if (!MqttText.IsTopicFilter(utf8) || utf8.Length > _broker.Limits.MaximumTopicBytes || utf8.Count((byte)'/') >= _broker.Limits.MaximumTopicLevels)
        {
            return MqttReasonCode.TopicFilterInvalid;
        }

        if (utf8.StartsWith(MqttText.SharedPrefix))
        {
            return MqttReasonCode.SharedSubscriptionsNotSupported;
        }

        filter = Encoding.UTF8.GetString(utf8);
        if (!Device!.MaySubscribe(filter))
        {
            return MqttReasonCode.NotAuthorized;
        }

        return _subscriptions.Count >= _broker.Limits.MaximumSubscriptions && !_subscriptions.ContainsKey(filter) ? MqttReasonCode.QuotaExceeded : MqttReasonCode.Success;
    }

    private byte Unsubscribe(ReadOnlySpan<byte> utf8)
    {
        string filter = Encoding.UTF8.GetString(utf8);
        if (!_subscriptions.Remove(filter))
        {
            return (byte)MqttReasonCode.NoSubscriptionExisted;
        }

        _broker.Bus.Subscriptions.Remove(filter, this);
        return (byte)MqttReasonCode.Success;
    }

    private void LeaveSubscriptions()
    {
        foreach (string filter in _subscriptions.Keys)
        {
            _broker.Bus.Subscriptions.Remove(filter, this);
        }
    }

    // Like any publish of the device; a device whose certificate was revoked has nothing to say, and a gateway that stops takes nothing.
    private void PublishWill()
    {
        if (_will is { } will && !_saidGoodbye && (ConnectionEnd)Volatile.Read(ref _end) is not (ConnectionEnd.Revoked or ConnectionEnd.Stopping))
        {
            _received = Utc.Nanoseconds(_broker.Time);
            DevicePublish publish = new(_broker.Publishes.Buffers);
            publish.Begin(this, 0, will.Qos, _arrived);
            Offer(publish, _routes!.Find(will.Topic), will.Payload);
        }
    }
}
