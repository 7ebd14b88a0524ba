using System.Buffers;
using System.IO.Pipelines;
using EdgeAI.Gateway.Mqtt;
using EdgeAI.Gateway.Spool;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// One client's connection. One loop reads: it takes as many packets as are there and hands publishes to the spool without waiting for
/// any. One sender at a time writes: it answers the publishes in the order in which they came (MQTT 5.0, section 4.6), as many at once
/// as are settled. The spool's thread only marks a publish as settled and wakes the sender.
/// </summary>
internal sealed partial class MqttConnection : IStoreListener, IThreadPoolWorkItem
{
    private const int NotEnded = -1;

    // The coarse clock and short bursts: what is below this evens out.
    private static readonly TimeSpan ShortestThrottle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ThrottleStep = TimeSpan.FromSeconds(1);

    private readonly RecordBroker _broker;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly MqttTransport _transport;
    private readonly Lock _gate = new();
    private readonly Pulse _room = new();
    private TokenBucket _bytes;
    private TokenBucket _publishes;
    private MqttVersion _version;
    private bool _introduced;
    private long _heard;
    private long _opened;
    private long _partialSince;
    private int _reserved;
    private TimeSpan _keepAlive;
    private bool _readerRests;
    private (MqttFixedHeader Header, bool IsWhole) _blocked;
    private long _received;
    private long _arrived;
    private volatile bool _stopsReading;
    private volatile bool _drains;
    private int _end = NotEnded;

    /// <param name="broker">Whose connection it is.</param>
    /// <param name="transport">What it runs over.</param>
    /// <param name="peer">What it was before its first MQTT packet.</param>
    public MqttConnection(RecordBroker broker, MqttTransport transport, SilentPeer peer)
    {
        _broker = broker;
        _transport = transport;
        _input = transport.Input;
        _output = transport.Output;
        Peer = peer;
        _opened = _heard = broker.Now;
        _bytes = new TokenBucket(broker.Limits.MaximumBytesPerSecond, _opened);
        _publishes = new TokenBucket(broker.Limits.MaximumPublishesPerSecond, _opened);
    }

    /// <summary>Who is behind it; nothing before the CONNECT packet.</summary>
    public DeviceIdentity? Device { get; private set; }

    public string ClientId { get; private set; } = "";

    /// <summary>Whom the audit trail names: a device with a certificate by its name; of others, which are all one device, what the client calls itself.</summary>
    private string Actor => _transport.Certificate is not null ? Device?.Name ?? "" : _calledItself ? ClientId : "";

    public SilentPeer Peer { get; }

    /// <summary>Which search for subscribers found it last, and where it stands among those found; under the tree's lock.</summary>
    public (long Number, int Index) Match { get; set; }

    private async Task ReadAsync()
    {
        while (!_stopsReading)
        {
            ReadResult read = await _input.ReadAsync().ConfigureAwait(false);
            if (_stopsReading)
            {
                _input.AdvanceTo(read.Buffer.Start);
                return;
            }

            long now = _broker.Now;
            Volatile.Write(ref _heard, now);
            _received = Utc.Nanoseconds(_broker.Time);
            _arrived = _broker.Time.GetTimestamp();
            ReadOnlySequence<byte> buffer = read.Buffer;
            long before = buffer.Length;
            bool isFull = TakeAll(ref buffer, out int publishes);
            long taken = before - buffer.Length;
            bool isPartial = !isFull && !buffer.IsEmpty;
            Volatile.Write(ref _partialSince, !isPartial ? 0 : taken > 0 || _partialSince == 0 ? now : _partialSince);
            _input.AdvanceTo(buffer.Start, isFull ? buffer.Start : buffer.End);
            AnswerWhatIsReady();
            if (read.IsCompleted && taken == 0 && !isFull)
            {
                return;
            }

            if (isFull)
            {
                await RestAsync().ConfigureAwait(false);
            }

            TimeSpan bytesWait = _bytes.Take(taken, now, _broker.Time);
            TimeSpan publishesWait = _publishes.Take(publishes, now, _broker.Time);
            TimeSpan wait = bytesWait > publishesWait ? bytesWait : publishesWait;
            if (wait > ShortestThrottle)
            {
                await ThrottleAsync(wait).ConfigureAwait(false);
            }
        }
    }

    // Takes every packet that is whole. True where one must wait for room.
    private bool TakeAll(ref ReadOnlySequence<byte> buffer, out int publishes)
    {
        publishes = 0;
        while (!_stopsReading)
        {
            int maximum = _introduced ? _broker.Limits.MaximumPacketBytes : _broker.Limits.MaximumConnectBytes;
            MqttRejection rejection = MqttFixedHeader.Read(buffer, maximum, out MqttFixedHeader header);
            if (rejection == MqttRejection.Incomplete)
            {
                return false;
            }

            if (rejection != MqttRejection.None)
            {
                Reject(rejection);
                return false;
            }

            bool isWhole = header.Length <= buffer.Length;
            if (!MayGoOn(header, isWhole))
            {
                _blocked = (header, isWhole);
                return !_stopsReading;
            }

            if (!isWhole)
            {
                return false;
            }

            ReadOnlySequence<byte> body = buffer.Slice(header.HeaderLength, header.BodyLength);
            rejection = body.IsSingleSegment ? Take(header, body.FirstSpan) : TakeScattered(header, body);
            if (rejection != MqttRejection.None)
            {
                Reject(rejection);
                return false;
            }

            GiveBackReserved();
            publishes += header.Type == MqttPacketType.Publish ? 1 : 0;
            buffer = buffer.Slice(header.Length);
        }

        return false;
    }

    private MqttRejection TakeScattered(in MqttFixedHeader header, in ReadOnlySequence<byte> body)
    {
        byte[] together = ArrayPool<byte>.Shared.Rent(header.BodyLength);
        body.CopyTo(together);
        MqttRejection rejection = Take(header, together.AsSpan(0, header.BodyLength));
        ArrayPool<byte>.Shared.Return(together);
        return rejection;
    }

    private MqttRejection Take(in MqttFixedHeader header, ReadOnlySpan<byte> body)
    {
        if (!_introduced)
        {
            return header.Type == MqttPacketType.Connect ? TakeConnect(body) : MqttRejection.UnexpectedPacket;
        }

        switch (header.Type)
        {
            case MqttPacketType.Publish:
                return TakePublish(header.Flags, body);
            case MqttPacketType.Puback or MqttPacketType.Pubrel or MqttPacketType.Pubrec or MqttPacketType.Pubcomp:
                MqttRejection rejection = MqttAcknowledgement.Read(body, _version, out MqttAcknowledgement acknowledgement);
                return rejection == MqttRejection.None ? TakeAcknowledgement(header.Type, acknowledgement) : rejection;
            case MqttPacketType.Subscribe or MqttPacketType.Unsubscribe:
                rejection = MqttSubscribe.Read(header.Type, body, _version, out MqttSubscribe subscribe);
                return rejection == MqttRejection.None ? TakeSubscribe(header.Type, ref subscribe) : rejection;
            case MqttPacketType.Pingreq:
                Answer(MqttWriter.Pingresp.Span);
                return body.IsEmpty ? MqttRejection.None : MqttRejection.TrailingBytes;
            case MqttPacketType.Disconnect:
                rejection = MqttDisconnect.Read(body, _version, out MqttDisconnect disconnect);
                return rejection == MqttRejection.None ? TakeDisconnect(disconnect) : rejection;
            default:
                return MqttRejection.UnexpectedPacket;
        }
    }

    private MqttRejection TakeDisconnect(in MqttDisconnect disconnect)
    {
        // A session that was to end with the connection cannot be given a life afterwards (3.14.2.2.2).
        if (disconnect.SessionExpirySeconds > 0 && !_askedForSession)
        {
            return MqttRejection.InvalidPropertyValue;
        }

        _saidGoodbye = disconnect.Reason == (byte)MqttReasonCode.Success;
        End(ConnectionEnd.ByClient);
        return MqttRejection.None;
    }

    private void Reject(MqttRejection rejection)
    {
        if (!_introduced)
        {
            TellRefusedConnect(rejection.ReasonCode(), $"not a CONNECT packet that is taken here: {rejection}");
        }

        End(
            rejection == MqttRejection.PacketTooLarge ? ConnectionEnd.PacketTooLarge : ConnectionEnd.ProtocolError,
            rejection.ReasonCode(),
            rejection == MqttRejection.PacketTooLarge ? $"a packet has at most {_broker.Limits.MaximumPacketBytes} bytes" : $"not MQTT: {rejection}");
    }
}
