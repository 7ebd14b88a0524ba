namespace EdgeAI.Device.Configuration;

/// <summary>What a decoder says of a configuration, and where.</summary>
public sealed class ConfigurationVerdict
{
    internal ConfigurationVerdict(ConfigurationStatus status, int offset, int bus, int sensor, BoardConfiguration? configuration)
    {
        Status = status;
        Offset = offset;
        Bus = bus;
        Sensor = sensor;
        Configuration = configuration;
    }

    /// <summary>Whether it is sound, or why it is rejected.</summary>
    public ConfigurationStatus Status { get; }

    /// <summary>The byte at which the rejected field begins; 0 where there is no rejection.</summary>
    public int Offset { get; }

    /// <summary>Index of the bus that the rejected field stands in; -1 for none.</summary>
    public int Bus { get; }

    /// <summary>Index of the sensor that the rejected field stands in; -1 for none.</summary>
    public int Sensor { get; }

    /// <summary>What the bytes say; null unless the status is <see cref="ConfigurationStatus.Ok"/>.</summary>
    public BoardConfiguration? Configuration { get; }
}
