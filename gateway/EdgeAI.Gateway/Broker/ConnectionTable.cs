using System.Collections.Concurrent;

namespace EdgeAI.Gateway.Broker;

/// <summary>The open connections: all of them, and those that have said who they are by device and client id. Thread-safe.</summary>
internal sealed class ConnectionTable(BrokerLimits limits)
{
    private readonly ConcurrentDictionary<MqttConnection, byte> _all = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Device, string ClientId), MqttConnection> _sessions = [];
    private readonly Dictionary<string, int> _byDevice = [];
    private readonly LinkedList<SilentPeer> _silent = new();

    /// <summary>The connections that have said who they are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>All open connections; they may come and go meanwhile.</summary>
    public IEnumerable<KeyValuePair<MqttConnection, byte>> All => _all;

    /// <summary>Whether none is open.</summary>
    public bool IsEmpty => _all.IsEmpty;

    /// <summary>Adds a peer that was accepted and has not sent its CONNECT packet.</summary>
    /// <returns>The oldest such peer, where there are too many of them: it must end.</returns>
    public SilentPeer? AddSilent(SilentPeer peer)
    {
        lock (_gate)
        {
            peer.Node = _silent.AddLast(peer);
            if (_silent.Count <= limits.MaximumSilentConnections)
            {
                return null;
            }

            SilentPeer oldest = _silent.First!.Value;
            ForgetLocked(oldest);
            return oldest;
        }
    }

    /// <summary>Adds what a silent peer became; false where the peer had to end.</summary>
    public bool TryAdd(MqttConnection connection)
    {
        lock (_gate)
        {
            if (connection.Peer.Node is null)
            {
                return false;
            }

            connection.Peer.Connection = connection;
        }

        return _all.TryAdd(connection, 0);
    }

    /// <summary>Keeps a peer no longer among the silent ones.</summary>
    public void Forget(SilentPeer peer)
    {
        lock (_gate)
        {
            ForgetLocked(peer);
        }
    }

    /// <summary>Takes a connection's name and id. False where the device has as many connections as it may.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="clientId">The client id.</param>
    /// <param name="isCounted">Whether the device's connections are limited.</param>
    /// <param name="earlier">The connection that had the id before and must end.</param>
    public bool TryIntroduce(MqttConnection connection, string device, string clientId, bool isCounted, out MqttConnection? earlier)
    {
        lock (_gate)
        {
            _sessions.TryGetValue((device, clientId), out earlier);
            int count = _byDevice.GetValueOrDefault(device);
            if (isCounted && earlier is null && count >= limits.MaximumConnectionsPerDevice)
            {
                return false;
            }

            ForgetLocked(connection.Peer);
            _sessions[(device, clientId)] = connection;
            _byDevice[device] = count + (earlier is null ? 1 : 0);
            return true;
        }
    }

    /// <summary>Whether a device has a connection that has said who it is.</summary>
    public bool Has(string device)
    {
        lock (_gate)
        {
            return _byDevice.ContainsKey(device);
        }
    }

    /// <summary>Removes a connection; its id may belong to a later one by now.</summary>
    /// <returns>The device whose last connection it was; nothing where there are others.</returns>
    public string? Remove(MqttConnection connection)
    {
        _all.TryRemove(connection, out _);
        lock (_gate)
        {
            ForgetLocked(connection.Peer);
            if (connection.Device is not { } device || !_sessions.TryGetValue((device.Name, connection.ClientId), out MqttConnection? current) || current != connection)
            {
                return null;
            }

            _sessions.Remove((device.Name, connection.ClientId));
            if (--_byDevice[device.Name] > 0)
            {
                return null;
            }

            _byDevice.Remove(device.Name);
            return device.Name;
        }
    }

    private void ForgetLocked(SilentPeer peer)
    {
        if (peer.Node is { } node)
        {
            _silent.Remove(node);
            peer.Node = null;
        }
    }
}
