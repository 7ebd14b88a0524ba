using System.Threading.Channels;

namespace EdgeAI.Runtime.LiveView;

/// <summary>
/// One client: what it subscribed to and what waits for it. Messages wait in a bounded queue whose oldest give way, counted and told;
/// answers are never dropped, and who asks without reading them is closed. One thread takes what the client sends, one takes what it gets.
/// </summary>
public sealed class LiveSession : IDisposable
{
    private const int MaxAnswers = 256;
    private const int MaxAnswerBytes = 4 << 20;

    // Of what a client asked for in vain, to tell a person; the rest is a number.
    private const int MaxNamed = 8;
    private const long Second = 1_000_000_000;

    private readonly Lock _gate = new();
    private readonly LiveViewServer _server;
    private readonly Queue<LiveOutgoing> _answers = new();
    private readonly Queue<(uint Subscription, long Utc, LivePayload Payload)> _messages = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<uint, uint> _byChannel = [];
    private long _waitingBytes;
    private long _answerBytes;
    private long _dropped;
    private long _told;
    private long _toldAt = long.MinValue / 2;
    private bool _overrun;
    private bool _ended;

    internal LiveSession(LiveViewServer server)
    {
        _server = server;
    }

    /// <summary>Messages that gave way because the client was too slow for them.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes one message that the client sent.</summary>
    /// <param name="bytes">The message, whole.</param>
    /// <param name="isText">Whether it came as text.</param>
    /// <returns>Why the client is to be closed; <see cref="LiveViewRejection.None"/> if it is not.</returns>
    public LiveViewRejection Take(ReadOnlySpan<byte> bytes, bool isText)
    {
        LiveViewRejection rejection = isText
            ? ClientMessageDecoder.DecodeText(bytes, out ClientMessage? message)
            : ClientMessageDecoder.DecodeBinary(bytes, out message);
        if (rejection == LiveViewRejection.None)
        {
            rejection = Do(message!);
        }

        if (rejection == LiveViewRejection.None && Volatile.Read(ref _overrun))
        {
            rejection = LiveViewRejection.NotReading;
        }

        return rejection == LiveViewRejection.None ? rejection : Refuse(rejection);
    }

    /// <summary>Counts a client that is closed for what it sends.</summary>
    /// <returns>The reason.</returns>
    public LiveViewRejection Refuse(LiveViewRejection rejection)
    {
        _server.CountRejected();
        return rejection;
    }

    /// <summary>Takes what is next for the client.</summary>
    /// <param name="next">What to send; its payload is to be released.</param>
    /// <param name="head">Room for the head of a message, <see cref="LiveViewProtocol.MessageDataHead"/> bytes, in use until the next call.</param>
    /// <returns>Whether there is anything.</returns>
    public bool TryTake(byte[] head, out LiveOutgoing next)
    {
        ArgumentNullException.ThrowIfNull(head);
        lock (_gate)
        {
            TellOfDrops();
            if (_answers.TryDequeue(out next))
            {
                _answerBytes -= next.Head.Length;
                return true;
            }

            if (!_messages.TryDequeue(out (uint Subscription, long Utc, LivePayload Payload) message))
            {
                return false;
            }

            _waitingBytes -= message.Payload.Length;
            LiveViewProtocol.WriteMessageDataHead(message.Subscription, message.Utc, head);
            next = new LiveOutgoing(head.AsMemory(0, LiveViewProtocol.MessageDataHead), IsText: false, message.Payload);
            return true;
        }
    }

    /// <summary>Waits until there may be something to take.</summary>
    /// <returns>False once the session has ended.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        if (!await _signal.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            return false;
        }

        _signal.Reader.TryRead(out _);
        return true;
    }

    /// <summary>Ends the session: nothing more is queued, and what waits is given back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            _server.CountSubscriptions(-_byChannel.Count);
            _byChannel = [];
            while (_messages.TryDequeue(out (uint Subscription, long Utc, LivePayload Payload) message))
            {
                message.Payload.Release();
            }
        }

        _server.Leave(this);
        _signal.Writer.TryComplete();
    }

    internal bool IsSubscribed(uint channel) => Volatile.Read(ref _byChannel).ContainsKey(channel);

    internal void Answer(byte[] text) => Answer(new LiveOutgoing(text, IsText: true, Payload: null));

    internal void Offer(uint channel, long utc, LivePayload payload)
    {
        lock (_gate)
        {
            if (_ended || !_byChannel.TryGetValue(channel, out uint subscription))
            {
                return;
            }

            LiveViewOptions limits = _server.Options;
            if (payload.Length > limits.MaxWaitingBytes)
            {
                _dropped++;
                return;
            }

            while (_messages.Count >= limits.MaxWaiting || _waitingBytes + payload.Length > limits.MaxWaitingBytes)
            {
                (_, _, LivePayload oldest) = _messages.Dequeue();
                _waitingBytes -= oldest.Length;
                oldest.Release();
                _dropped++;
            }

            payload.Hold();
            _waitingBytes += payload.Length;
            _messages.Enqueue((subscription, utc, payload));
        }

        _signal.Writer.TryWrite(true);
    }

    private void Answer(LiveOutgoing answer)
    {
        lock (_gate)
        {
            // One that is large by itself, such as the list of a big robot's channels, goes to a client that has read the others.
            if (_answers.Count >= MaxAnswers || (_answers.Count > 0 && _answerBytes + answer.Head.Length > MaxAnswerBytes))
            {
                Volatile.Write(ref _overrun, true);
                return;
            }

            _answerBytes += answer.Head.Length;
            _answers.Enqueue(answer);
        }

        _signal.Writer.TryWrite(true);
    }

    private void Say(int level, string message, string? id = null) => Answer(LiveViewServer.Text(new LiveViewText.Status(level, message, id), LiveViewJson.Default.Status));

    // At most once a second, and each time in place of the last: the client shows one line.
    private void TellOfDrops()
    {
        long now = _server.Clock.Nanoseconds;
        if (_dropped == _told || now - _toldAt < Second)
        {
            return;
        }

        _told = _dropped;
        _toldAt = now;
        Say(1, $"{_dropped} messages dropped so far: this client or the way to it is too slow for what it subscribed to", "dropped");
    }

    private LiveViewRejection Do(ClientMessage message)
    {
        switch (message.Operation)
        {
            case ClientOperation.Subscribe:
                return Subscribe(message.Subscriptions);
            case ClientOperation.Unsubscribe:
                Unsubscribe(message.SubscriptionIds);
                break;
            case ClientOperation.GetParameters or ClientOperation.SubscribeParameterUpdates:
                Answer(_server.ParametersOf(message.ParameterNames, message.RequestId));
                break;
            case ClientOperation.SetParameters:
                Say(2, "no parameter can be set: they are the robot's profile; change the file and start the robot again");
                Answer(_server.ParametersOf(message.ParameterNames, message.RequestId));
                break;
            case ClientOperation.CallService:
                Call(message);
                break;
            case ClientOperation.FetchAsset:
                Answer(new LiveOutgoing(LiveViewProtocol.NoAsset(message.Id), IsText: false, Payload: null));
                break;
            case ClientOperation.Advertise or ClientOperation.Publish:
                Say(2, "this robot takes no messages from clients");
                break;
            case ClientOperation.SubscribeConnectionGraph:
                Say(2, "this robot tells no connection graph");
                break;
            default:
                break;
        }

        return LiveViewRejection.None;
    }

    private static string AndMore(int count) => count > 0 ? $", and so for {count} more" : "";

    private LiveViewRejection Subscribe(IReadOnlyList<KeyValuePair<uint, uint>> asked)
    {
        // Asked before this session's lock is taken: the server, which has a lock of its own, answers sessions under it.
        KeyValuePair<uint, uint>[] known = [.. asked.Where(pair => _server.HasChannel(pair.Value))];
        uint[] unknown = [.. asked.Except(known).Select(static pair => pair.Value)];
        if (unknown.Length > 0)
        {
            Say(2, $"there is no channel {string.Join(", ", unknown.Take(MaxNamed))}{AndMore(unknown.Length - MaxNamed)}");
        }

        lock (_gate)
        {
            if (_ended)
            {
                return LiveViewRejection.None;
            }

            // A new table each time: publishers look into the old one without a lock.
            Dictionary<uint, uint> next = new(_byChannel);
            List<KeyValuePair<uint, uint>> taken = [];
            foreach ((uint id, uint channel) in known)
            {
                if (next.ContainsValue(id) || !next.TryAdd(channel, id))
                {
                    taken.Add(new(id, channel));
                }
            }

            if (taken.Count > 0)
            {
                Say(2, $"the subscription {taken[0].Key} or the channel {taken[0].Value} is taken already{AndMore(taken.Count - 1)}; unsubscribe first");
            }

            if (next.Count > LiveViewProtocol.MaxSubscriptions)
            {
                return LiveViewRejection.TooManySubscriptions;
            }

            _server.CountSubscriptions(next.Count - _byChannel.Count);
            Volatile.Write(ref _byChannel, next);
            return LiveViewRejection.None;
        }
    }

    private void Unsubscribe(IReadOnlyList<uint> ids)
    {
        lock (_gate)
        {
            HashSet<uint> ending = [.. ids];
            Dictionary<uint, uint> next = _byChannel.Where(pair => !ending.Contains(pair.Value)).ToDictionary();
            _server.CountSubscriptions(next.Count - _byChannel.Count);
            Volatile.Write(ref _byChannel, next);
        }
    }

    private void Call(ClientMessage message)
    {
        if (_server.ServiceOf(message.Id) is not { } service)
        {
            Fail(message, $"there is no service {message.Id}");
        }
        else if (message.Encoding != LiveViewProtocol.Cdr)
        {
            Fail(message, $"'{service.Name}' speaks cdr");
        }
        else
        {
            Answer(new LiveOutgoing(LiveViewProtocol.ServiceCallAnswer(message.Id, message.CallId, service.Call().ToCdr()), IsText: false, Payload: null));
        }
    }

    private void Fail(ClientMessage message, string reason) =>
        Answer(LiveViewServer.Text(new LiveViewText.ServiceCallFailure(message.Id, message.CallId, reason), LiveViewJson.Default.ServiceCallFailure));
}
