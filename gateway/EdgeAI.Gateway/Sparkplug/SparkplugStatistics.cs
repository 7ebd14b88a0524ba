namespace EdgeAI.Gateway.Sparkplug;

/// <summary>A moment of a Sparkplug B edge node. Counts run from the start.</summary>
public sealed record SparkplugStatistics
{
    /// <summary>Whether the node has a connection to the broker.</summary>
    public bool Connected { get; init; }

    /// <summary>Whether its birth is told: connected, and the primary host, if there is one, is online.</summary>
    public bool Online { get; init; }

    /// <summary>The birth and death number of the latest connection, 0 to 255.</summary>
    public byte BdSeq { get; init; }

    /// <summary>The devices that are known.</summary>
    public int Devices { get; init; }

    /// <summary>The metrics that are known, the node's own not counted.</summary>
    public int Metrics { get; init; }

    /// <summary>Messages given to the connection.</summary>
    public long Sent { get; init; }

    /// <summary>Births of the node.</summary>
    public long NodeBirths { get; init; }

    /// <summary>Births of devices.</summary>
    public long DeviceBirths { get; init; }

    /// <summary>Deaths of devices.</summary>
    public long DeviceDeaths { get; init; }

    /// <summary>Values that are held now.</summary>
    public int Held { get; init; }

    /// <summary>Held values that were told as historical.</summary>
    public long Historical { get; init; }

    /// <summary>Held values that were dropped, the oldest first, because there were too many.</summary>
    public long HeldDropped { get; init; }

    /// <summary>Records that were dropped, the oldest first, because the node was too slow.</summary>
    public long RecordsDropped { get; init; }

    /// <summary>Records whose frame is none that the node tells: unknown, damaged, or housekeeping.</summary>
    public long FramesIgnored { get; init; }

    /// <summary>Frames that came after a later one of their stream.</summary>
    public long FramesLate { get; init; }

    /// <summary>Times that a value found no room for its metric or device: the limits are reached.</summary>
    public long MetricsRefused { get; init; }

    /// <summary>Commands that were refused: everything but the request for a rebirth.</summary>
    public long CommandsRefused { get; init; }

    /// <summary>Requests for a rebirth.</summary>
    public long Rebirths { get; init; }

    /// <summary>Faults of the node itself, after each of which it went on with a new connection.</summary>
    public long Faults { get; init; }

    /// <summary>The latest failure in one line; empty when there was none.</summary>
    public string LastError { get; init; } = "";
}
