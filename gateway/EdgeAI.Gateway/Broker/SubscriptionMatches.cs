namespace EdgeAI.Gateway.Broker;

/// <summary>
/// Who is to be sent a message: each connection once, with the best quality of service it asked for. The connection itself notes where it
/// stands, so that one with many filters costs no search. Used under the tree's lock alone.
/// </summary>
/// <param name="connections">The connections found so far.</param>
/// <param name="number">The number of this search, another one each time.</param>
internal readonly struct SubscriptionMatches(List<(MqttConnection Connection, bool AtLeastOnce)> connections, long number)
{
    public void Add(MqttConnection connection, bool atLeastOnce)
    {
        if (connection.Match.Number != number)
        {
            connection.Match = (number, connections.Count);
            connections.Add((connection, atLeastOnce));
        }
        else if (atLeastOnce)
        {
            connections[connection.Match.Index] = (connection, true);
        }
    }
}
