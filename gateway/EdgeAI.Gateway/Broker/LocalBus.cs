using System.Text;

namespace EdgeAI.Gateway.Broker;

/// <summary>The broker's inner side: the gateway's own parts send to local subscribers through it and take what devices send them.</summary>
internal sealed class LocalBus(BrokerCounters counters) : ILocalBus
{
    [ThreadStatic]
    private static List<(MqttConnection Connection, bool AtLeastOnce)>? _matches;

    private readonly List<ILocalPublishHandler> _handlers = [];

    /// <inheritdoc/>
    public event Action<string, string>? Subscribed;

    public SubscriptionTree Subscriptions { get; } = new();

    /// <inheritdoc/>
    public int Publish(string topic, ReadOnlySpan<byte> payload, bool atLeastOnce) => Publish(topic.AsSpan(), payload, atLeastOnce);

    /// <summary>Sends to every local subscriber whose filter matches, without waiting.</summary>
    public int Publish(ReadOnlySpan<char> topic, ReadOnlySpan<byte> payload, bool atLeastOnce)
    {
        if (Subscriptions.Count == 0)
        {
            return 0;
        }

        List<(MqttConnection Connection, bool AtLeastOnce)> matches = _matches ??= [];
        Subscriptions.Match(topic, matches);
        if (matches.Count == 0)
        {
            return 0;
        }

        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(topic)];
        Encoding.UTF8.GetBytes(topic, utf8);
        LocalMessage message = new(utf8, payload.ToArray());
        foreach ((MqttConnection connection, bool wanted) in matches)
        {
            counters.CountDropped(connection.Deliver(message, wanted && atLeastOnce));
        }

        return matches.Count;
    }

    /// <inheritdoc/>
    public void Register(ILocalPublishHandler handler) => _handlers.Add(handler);

    /// <summary>Who takes publishes to a topic; nothing when nobody does.</summary>
    public ILocalPublishHandler? HandlerOf(string topic)
    {
        foreach (ILocalPublishHandler handler in _handlers)
        {
            if (handler.Handles(topic))
            {
                return handler;
            }
        }

        return null;
    }

    public void RaiseSubscribed(string device, string filter) => Subscribed?.Invoke(device, filter);
}
