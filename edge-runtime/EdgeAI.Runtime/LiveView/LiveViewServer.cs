using System.Text.Json;
using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.LiveView;

/// <summary>
/// Shows a robot to clients of the Foxglove WebSocket protocol; knows no sockets. A message is copied once into shared memory and stands in
/// the bounded queue of each client that subscribed to it; nobody waits for a client. Safe for any thread.
/// </summary>
/// <param name="options">Names and limits.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class LiveViewServer(LiveViewOptions options, IClock clock)
{
    private readonly Lock _gate = new();
    private readonly List<LiveChannel> _channels = [];
    private readonly List<LiveParameter> _parameters = [];
    private readonly List<LiveService> _services = [];
    private LiveSession[] _sessions = [];
    private int _subscriptions;
    private long _refused;
    private long _rejected;
    private long _droppedBefore;

    /// <summary>Whether any client subscribed to anything: if not, nothing need be given.</summary>
    public bool IsWatched => Volatile.Read(ref _subscriptions) > 0;

    /// <summary>The most clients at once.</summary>
    public int MaxClients => options.MaxClients;

    /// <summary>Clients that are connected.</summary>
    public int Clients => Volatile.Read(ref _sessions).Length;

    /// <summary>Clients that were turned away because there were too many.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Clients that were closed for what they sent.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Messages that were dropped because a client was too slow for them, of all clients so far.</summary>
    public long Dropped
    {
        get
        {
            lock (_gate)
            {
                return _droppedBefore + _sessions.Sum(static session => session.Dropped);
            }
        }
    }

    /// <summary>The channels so far.</summary>
    public IReadOnlyList<LiveChannel> Channels
    {
        get
        {
            lock (_gate)
            {
                return [.. _channels];
            }
        }
    }

    internal LiveViewOptions Options => options;

    internal IClock Clock => clock;

    /// <summary>Offers a channel, also to clients that are there already.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="schemaName">The message's full name.</param>
    /// <param name="schema">Its definition and those that it refers to.</param>
    /// <returns>Its number.</returns>
    public uint AddChannel(string topic, string schemaName, string schema)
    {
        lock (_gate)
        {
            LiveChannel channel = new((uint)_channels.Count + 1, topic, schemaName, schema);
            _channels.Add(channel);
            byte[] advertised = Advertised([channel]);
            foreach (LiveSession session in _sessions)
            {
                session.Answer(advertised);
            }

            return channel.Id;
        }
    }

    /// <summary>Shows a value of the profile, to clients that connect from now on.</summary>
    public void Add(LiveParameter parameter)
    {
        lock (_gate)
        {
            _parameters.Add(parameter);
        }
    }

    /// <summary>Offers a service, to clients that connect from now on.</summary>
    public void Add(LiveService service)
    {
        lock (_gate)
        {
            _services.Add(service);
        }
    }

    /// <summary>Whether anyone subscribed to a channel.</summary>
    public bool IsSubscribed(uint channel)
    {
        foreach (LiveSession session in Volatile.Read(ref _sessions))
        {
            if (session.IsSubscribed(channel))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends a message to everyone who subscribed to its channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="utcNanoseconds">When it was true, nanoseconds since 1970, UTC.</param>
    /// <param name="data">The message. Borrowed for the length of the call.</param>
    public void Publish(uint channel, long utcNanoseconds, ReadOnlySpan<byte> data)
    {
        LivePayload? payload = null;
        foreach (LiveSession session in Volatile.Read(ref _sessions))
        {
            if (session.IsSubscribed(channel))
            {
                payload ??= new LivePayload(data);
                session.Offer(channel, utcNanoseconds, payload);
            }
        }

        payload?.Release();
    }

    /// <summary>Lets a client in.</summary>
    /// <returns>Its session, which is to be disposed of with the connection; null where there are too many.</returns>
    public LiveSession? TryConnect()
    {
        lock (_gate)
        {
            if (_sessions.Length >= options.MaxClients)
            {
                _refused++;
                return null;
            }

            LiveSession session = new(this);
            session.Answer(Text(
                new LiveViewText.ServerInfo(options.Name, ["parameters", "parametersSubscribe", "services"], [LiveViewProtocol.Cdr], new Dictionary<string, string>(options.Metadata), options.SessionId),
                LiveViewJson.Default.ServerInfo));
            session.Answer(Advertised(_channels));
            session.Answer(Text(new LiveViewText.AdvertiseServices([.. _services.Select(static (service, index) => Described(service, (uint)index))]), LiveViewJson.Default.AdvertiseServices));
            _sessions = [.. _sessions, session];
            return session;
        }
    }

    internal static byte[] Text<T>(T message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(message, type);

    internal void Leave(LiveSession session)
    {
        lock (_gate)
        {
            _sessions = [.. _sessions.Where(other => other != session)];
            _droppedBefore += session.Dropped;
        }
    }

    internal void CountSubscriptions(int change) => Interlocked.Add(ref _subscriptions, change);

    internal void CountRejected() => Interlocked.Increment(ref _rejected);

    internal bool HasChannel(uint channel)
    {
        lock (_gate)
        {
            return channel >= 1 && channel <= _channels.Count;
        }
    }

    internal LiveService? ServiceOf(uint id)
    {
        lock (_gate)
        {
            return id < _services.Count ? _services[(int)id] : null;
        }
    }

    /// <summary>The parameters of these names, or all for none.</summary>
    internal byte[] ParametersOf(IReadOnlyList<string> names, string? id)
    {
        lock (_gate)
        {
            HashSet<string> wanted = new(names, StringComparer.Ordinal);
            return Text(
                new LiveViewText.ParameterValues(
                    [.. _parameters.Where(parameter => wanted.Count == 0 || wanted.Contains(parameter.Name)).Select(static parameter => new LiveViewText.Parameter(parameter.Name, parameter.Value, parameter.Type))],
                    id),
                LiveViewJson.Default.ParameterValues);
        }
    }

    private static byte[] Advertised(IEnumerable<LiveChannel> channels) => Text(
        new LiveViewText.Advertise([.. channels.Select(static channel => new LiveViewText.Channel(channel.Id, channel.Topic, LiveViewProtocol.Cdr, channel.SchemaName, channel.Schema, LiveViewProtocol.Definitions))]),
        LiveViewJson.Default.Advertise);

    private static LiveViewText.Service Described(LiveService service, uint id) => new(
        id,
        service.Name,
        "std_srvs/srv/Trigger",
        new LiveViewText.ServiceSide(LiveViewProtocol.Cdr, "std_srvs/srv/Trigger_Request", LiveViewProtocol.Definitions, ""),
        new LiveViewText.ServiceSide(LiveViewProtocol.Cdr, "std_srvs/srv/Trigger_Response", LiveViewProtocol.Definitions, "bool success\nstring message"));
}
