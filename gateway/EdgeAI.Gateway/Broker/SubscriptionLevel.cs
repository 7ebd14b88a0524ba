namespace EdgeAI.Gateway.Broker;

/// <summary>One level of the filters: the subscriptions that end here and the levels below. Not thread-safe.</summary>
internal sealed class SubscriptionLevel
{
    private Dictionary<string, SubscriptionLevel>? _below;
    private Dictionary<MqttConnection, bool>? _subscribers;

    private bool IsEmpty => _below is not { Count: > 0 } && _subscribers is not { Count: > 0 };

    public SubscriptionLevel GetOrAdd(ReadOnlySpan<char> part)
    {
        _below ??= [];
        if (!_below.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(part, out SubscriptionLevel? level))
        {
            _below.Add(part.ToString(), level = new SubscriptionLevel());
        }

        return level;
    }

    /// <summary>Adds a subscriber; false when it was there and only its quality of service is new.</summary>
    public bool Add(MqttConnection connection, bool atLeastOnce)
    {
        _subscribers ??= [];
        bool isNew = !_subscribers.ContainsKey(connection);
        _subscribers[connection] = atLeastOnce;
        return isNew;
    }

    public bool Remove(ReadOnlySpan<char> filter, MqttConnection connection)
    {
        int slash = filter.IndexOf('/');
        ReadOnlySpan<char> part = slash < 0 ? filter : filter[..slash];
        if (_below is null || !_below.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(part, out SubscriptionLevel? level))
        {
            return false;
        }

        bool removed = slash < 0 ? level._subscribers?.Remove(connection) == true : level.Remove(filter[(slash + 1)..], connection);
        if (level.IsEmpty)
        {
            _below.GetAlternateLookup<ReadOnlySpan<char>>().Remove(part);
        }

        return removed;
    }

    /// <summary>Collects the subscribers of a topic, from its rest at this level on.</summary>
    public void Match(ReadOnlySpan<char> rest, bool mayBeWild, in SubscriptionMatches matches)
    {
        if (_below is null)
        {
            return;
        }

        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> part = slash < 0 ? rest : rest[..slash];
        Dictionary<string, SubscriptionLevel>.AlternateLookup<ReadOnlySpan<char>> levels = _below.GetAlternateLookup<ReadOnlySpan<char>>();
        if (levels.TryGetValue(part, out SubscriptionLevel? exact))
        {
            exact.MatchBelow(rest, slash, matches);
        }

        if (mayBeWild && _below.TryGetValue("+", out SubscriptionLevel? any))
        {
            any.MatchBelow(rest, slash, matches);
        }

        if (mayBeWild && _below.TryGetValue("#", out SubscriptionLevel? all))
        {
            all.Collect(matches);
        }
    }

    private void MatchBelow(ReadOnlySpan<char> rest, int slash, in SubscriptionMatches matches)
    {
        if (slash >= 0)
        {
            Match(rest[(slash + 1)..], true, matches);
            return;
        }

        Collect(matches);
        // '#' also matches the level above it (4.7.1.2).
        if (_below is not null && _below.TryGetValue("#", out SubscriptionLevel? all))
        {
            all.Collect(matches);
        }
    }

    private void Collect(in SubscriptionMatches matches)
    {
        if (_subscribers is not null)
        {
            foreach ((MqttConnection connection, bool atLeastOnce) in _subscribers)
            {
                matches.Add(connection, atLeastOnce);
            }
        }
    }
}
