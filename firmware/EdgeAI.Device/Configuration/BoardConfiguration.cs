namespace EdgeAI.Device.Configuration;

/// <summary>What makes a firmware this board (CONFIGURATION.md): its buses, its sensors, its link. Decoded, never made by hand.</summary>
public sealed class BoardConfiguration
{
    /// <summary>The board's number on its robot.</summary>
    public ushort Board { get; internal set; }

    /// <summary>The board's name, printable ASCII.</summary>
    public string BoardName { get; internal set; } = "";

    /// <summary>SHA-256 of the profile file, 32 bytes.</summary>
    public byte[] ProfileHash { get; internal set; } = new byte[32];

    /// <summary>The way to the robot.</summary>
    public LinkConfiguration Link { get; internal set; } = new LinkConfiguration();

    /// <summary>How many bytes of frames wait for the link at most.</summary>
    public int QueueBytes { get; internal set; }

    /// <summary>What gives way when the send queue is full.</summary>
    public QueuePolicyCode QueuePolicy { get; internal set; }

    /// <summary>Milliseconds without a step after which the board is restarted; 0 for no watchdog.</summary>
    public int WatchdogMilliseconds { get; internal set; }

    /// <summary>The pin of the lamp that makes the board seen; -1 for none.</summary>
    public int IdentifyPin { get; internal set; } = -1;

    /// <summary>The buses, by index.</summary>
    public BusConfiguration[] Buses { get; internal set; } = new BusConfiguration[0];

    /// <summary>The sensors, each a stream.</summary>
    public SensorConfiguration[] Sensors { get; internal set; } = new SensorConfiguration[0];
}
