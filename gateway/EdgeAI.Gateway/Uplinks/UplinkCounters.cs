namespace EdgeAI.Gateway.Uplinks;

/// <summary>What a runner counts; written by it alone, read by anybody.</summary>
internal sealed class UplinkCounters
{
    private long _sent;
    private long _sentBytes;
    private long _acknowledged;
    private long _resent;
    private long _refused;
    private long _connections;
    private long _failedConnections;
    private long _switches;
    private volatile bool _connected;
    private volatile int _inFlight;
    private volatile string _upstream = "";
    private volatile string _switchReason = "";
    private volatile string _lastError = "";
    private volatile string _held = "";
    private volatile string _refusal = "";

    /// <summary>Whether a connection stands.</summary>
    public bool Connected
    {
        set => _connected = value;
    }

    /// <summary>The messages on their way.</summary>
    public int InFlight
    {
        set => _inFlight = value;
    }

    /// <summary>The last error in one line.</summary>
    public string LastError
    {
        get => _lastError;
        set => _lastError = value;
    }

    /// <summary>What the upstream does not take, in one line; empty while it takes all.</summary>
    public string Held
    {
        set => _held = value;
    }

    /// <summary>What the upstream refuses, in one line; empty while it takes what it is sent.</summary>
    public string Refusal
    {
        set => _refusal = value;
    }

    /// <summary>Notes which upstream is in use, and why.</summary>
    public void Choose(string upstream, UpstreamChoice choice)
    {
        _upstream = upstream;
        _switchReason = choice.Reason;
        Interlocked.Exchange(ref _switches, choice.Switches);
    }

    public void CountSent(in Delivery delivery)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _sentBytes, DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length));
        if (delivery.Repeated)
        {
            Interlocked.Increment(ref _resent);
        }
    }

    public void CountAcknowledged(int messages) => Interlocked.Add(ref _acknowledged, messages);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountConnection() => Interlocked.Increment(ref _connections);

    public void CountFailedConnection() => Interlocked.Increment(ref _failedConnections);

    public UplinkStatistics Snapshot() => new()
    {
        Connected = _connected,
        InFlight = _inFlight,
        Sent = Interlocked.Read(ref _sent),
        SentBytes = Interlocked.Read(ref _sentBytes),
        Acknowledged = Interlocked.Read(ref _acknowledged),
        Resent = Interlocked.Read(ref _resent),
        Refused = Interlocked.Read(ref _refused),
        Connections = Interlocked.Read(ref _connections),
        FailedConnections = Interlocked.Read(ref _failedConnections),
        LastError = _lastError,
        Held = _held,
        Refusal = _refusal,
        Upstream = _upstream,
        Switches = Interlocked.Read(ref _switches),
        SwitchReason = _switchReason,
    };
}
