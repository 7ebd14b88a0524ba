namespace EdgeAI.Gateway.Broker;

/// <summary>Which connections subscribed to what, by topic level. Thread-safe; filters are valid and of bounded depth when they come here.</summary>
internal sealed class SubscriptionTree
{
    private readonly Lock _gate = new();
    private readonly SubscriptionLevel _root = new();
    private int _count;
    private long _matches;

    /// <summary>The subscriptions in all.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a subscription, or changes its quality of service.</summary>
    public void Add(string filter, MqttConnection connection, bool atLeastOnce)
    {
        lock (_gate)
        {
            SubscriptionLevel level = _root;
            foreach (Range part in filter.AsSpan().Split('/'))
            {
                level = level.GetOrAdd(filter.AsSpan(part));
            }

            _count += level.Add(connection, atLeastOnce) ? 1 : 0;
        }
    }

    /// <summary>Removes a subscription, and the levels that nobody needs any more.</summary>
    public void Remove(string filter, MqttConnection connection)
    {
        lock (_gate)
        {
            _count -= _root.Remove(filter, connection) ? 1 : 0;
        }
    }

    /// <summary>Collects every connection whose filters match, once, with the best quality of service it asked for.</summary>
    public void Match(ReadOnlySpan<char> topic, List<(MqttConnection Connection, bool AtLeastOnce)> connections)
    {
        connections.Clear();
        lock (_gate)
        {
            // A wildcard in the first level does not reach topics that begin with '$' [MQTT-4.7.2-1].
            _root.Match(topic, topic is not ['$', ..], new SubscriptionMatches(connections, ++_matches));
        }
    }
}
