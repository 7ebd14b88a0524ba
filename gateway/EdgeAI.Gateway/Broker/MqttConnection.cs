using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
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

    // How long a client may take to notice that the connection ends: what is closed with unread bytes is reset, and the reason lost with it.
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);

    // The coarse clock and short bursts: what is below this evens out.
    private static readonly TimeSpan ShortestThrottle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ThrottleStep = TimeSpan.FromSeconds(1);

    private readonly RecordBroker _broker;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly X509Certificate2? _certificate;
    private readonly Action _abort;
    private readonly Lock _gate = new();
    private readonly Pulse _room = new();
    private TokenBucket _bytes;
    private TokenBucket _publishes;
    private MqttVersion _version;
    private bool _introduced;
    private long _heard;
    private long _opened;
    private long _closingSince;
    private TimeSpan _keepAlive;
    private bool _readerRests;
    private long _received;
    private long _arrived;
    private volatile bool _stopsReading;
    private volatile bool _drains;
    private int _end = NotEnded;

    /// <param name="broker">Whose connection it is.</param>
    /// <param name="input">What the client sends.</param>
    /// <param name="output">What is sent to the client.</param>
    /// <param name="certificate">The client's verified certificate; nothing without TLS.</param>
    /// <param name="abort">Ends the transport at once.</param>
    public MqttConnection(RecordBroker broker, PipeReader input, PipeWriter output, X509Certificate2? certificate, Action abort)
    {
        _broker = broker;
        _input = input;
        _output = output;
        _certificate = certificate;
        _abort = abort;
        _opened = _heard = broker.Now;
        _bytes = new TokenBucket(broker.Limits.MaximumBytesPerSecond, _opened);
        _publishes = new TokenBucket(broker.Limits.MaximumPublishesPerSecond, _opened);
    }

    /// <summary>Who is behind it; nothing before the CONNECT packet.</summary>
    public DeviceIdentity? Device { get; private set; }

    public string ClientId { get; private set; } = "";

    /// <summary>Where the table of connections keeps it while it has not sent CONNECT.</summary>
    public LinkedListNode<MqttConnection>? SilentNode { get; set; }

    /// <summary>Serves the client until either side ends it.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync().ConfigureAwait(false);
            if (_drains)
            {
                await DrainAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The transport is gone: reset by the client, or ended from here.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End(ConnectionEnd.Failure, MqttReasonCode.UnspecifiedError, $"the gateway failed: {exception.Message}");
        }

        End(ConnectionEnd.ByClient);
        await StopSendingAsync().ConfigureAwait(false);
        await LingerAsync().ConfigureAwait(false);
        _broker.Remove(this);
        LeaveSubscriptions();
        PublishWill();
    }

    /// <summary>Reads no more, answers what is on its way to the disk, and then says that the gateway stops.</summary>
    public void BeginDrain()
    {
        _drains = true;
        _stopsReading = true;
        _input.CancelPendingRead();
        _room.Set();
    }

    /// <summary>Ends the connection; the first call counts. An MQTT 5 client is told a reason other than success before.</summary>
    public void End(ConnectionEnd end, MqttReasonCode code = MqttReasonCode.Success, string text = "")
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, NotEnded) != NotEnded)
        {
            return;
        }

        _broker.Counters.CountEnd(end);
        if (code != MqttReasonCode.Success && _introduced && _version == MqttVersion.V5)
        {
            lock (_gate)
            {
                _farewell = (code, text);
            }
        }

        Volatile.Write(ref _closingSince, _broker.Now);
        _stopsReading = true;
        Wake();
        _input.CancelPendingRead();
        _room.Set();
    }

    /// <summary>Looks after what does not happen: a CONNECT packet, a keep-alive, a socket that takes what is written. Called a few times a second.</summary>
    public void Watch(long now)
    {
        TimeProvider time = _broker.Time;
        long stalled = Volatile.Read(ref _stalledSince);
        if (stalled != 0 && time.GetElapsedTime(stalled, now) > _broker.Limits.WriteTimeout)
        {
            Abort(ConnectionEnd.SlowReader);
        }
        else if (Volatile.Read(ref _closingSince) is long closing and not 0)
        {
            if (time.GetElapsedTime(closing, now) > LingerTime)
            {
                _abort();
            }
        }
        else if (!_introduced)
        {
            if (time.GetElapsedTime(_opened, now) > _broker.Limits.ConnectTimeout)
            {
                Abort(ConnectionEnd.ConnectTimeout);
            }
        }
        else if (_keepAlive > TimeSpan.Zero && !Volatile.Read(ref _readerRests) && time.GetElapsedTime(Volatile.Read(ref _heard), now) > _keepAlive)
        {
            End(ConnectionEnd.KeepAlive, MqttReasonCode.KeepAliveTimeout, "nothing was heard for one and a half keep-alives");
        }
    }

    /// <summary>Ends the connection at once, without a word.</summary>
    public void Abort(ConnectionEnd end)
    {
        End(end);
        _abort();
    }

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
            bool moved = buffer.Length < before;
            _input.AdvanceTo(buffer.Start, isFull ? buffer.Start : buffer.End);
            AnswerWhatIsReady();
            if (read.IsCompleted && !moved && !isFull)
            {
                return;
            }

            if (isFull)
            {
                await RestAsync().ConfigureAwait(false);
            }

            TimeSpan bytesWait = _bytes.Take(before - buffer.Length, now, _broker.Time);
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
            if (rejection == MqttRejection.Incomplete || (rejection == MqttRejection.None && header.Length > buffer.Length))
            {
                return false;
            }

            if (rejection != MqttRejection.None)
            {
                Reject(rejection);
                return false;
            }

            if (_introduced && !HasRoomFor(header))
            {
                return !_stopsReading;
            }

            ReadOnlySequence<byte> body = buffer.Slice(header.HeaderLength, header.BodyLength);
            rejection = body.IsSingleSegment ? Take(header, body.FirstSpan) : TakeScattered(header, body);
            if (rejection != MqttRejection.None)
            {
                Reject(rejection);
                return false;
            }

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

    private async ValueTask ThrottleAsync(TimeSpan wait)
    {
        _broker.Counters.CountThrottled();
        Volatile.Write(ref _readerRests, true);
        while (wait > TimeSpan.Zero && !_stopsReading)
        {
            await Task.Delay(wait < ThrottleStep ? wait : ThrottleStep, _broker.Time).ConfigureAwait(false);
            wait -= ThrottleStep;
        }

        Resume();
    }

    // Reading goes on when an answer has made room; until then TCP holds the client back.
    private async ValueTask RestAsync()
    {
        Volatile.Write(ref _readerRests, true);
        Interlocked.MemoryBarrier();
        while (!HasRoom() && !_stopsReading)
        {
            await _room.WaitAsync().ConfigureAwait(false);
        }

        Resume();
    }

    // The client is not to blame for the time in which nobody listened.
    private void Resume()
    {
        Volatile.Write(ref _heard, _broker.Now);
        Volatile.Write(ref _readerRests, false);
    }

    private async Task DrainAsync()
    {
        Volatile.Write(ref _readerRests, true);
        Interlocked.MemoryBarrier();
        while (HasUnanswered() && Volatile.Read(ref _end) == NotEnded)
        {
            await _room.WaitAsync().ConfigureAwait(false);
        }

        End(ConnectionEnd.Stopping, MqttReasonCode.ServerShuttingDown, "the gateway is stopping");
    }

    // Until the client has closed its side too, or took too long.
    private async Task LingerAsync()
    {
        try
        {
            while (_farewell is not null)
            {
                ReadResult read = await _input.ReadAsync().ConfigureAwait(false);
                _input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Gone, which is what was waited for.
        }
    }
}
