namespace EdgeAI.Device.Application;

/// <summary>What a board's log records say, as numbers that mean the same in every firmware version (WIRE.md, "LogRecord").</summary>
public static class LogCode
{
    /// <summary>The board has started.</summary>
    public const ushort Started = 1;

    /// <summary>The run before ended in a crash.</summary>
    public const ushort Crashed = 2;

    /// <summary>The compiled configuration runs instead of the stored one.</summary>
    public const ushort CompiledConfiguration = 3;

    /// <summary>No sensor runs, after repeated crashes.</summary>
    public const ushort SafeMode = 4;

    /// <summary>A configuration could not be decoded.</summary>
    public const ushort BadConfiguration = 5;

    /// <summary>A sensor of the configuration could not be made.</summary>
    public const ushort SensorMissing = 6;

    /// <summary>A new configuration is stored; the board restarts with it.</summary>
    public const ushort ConfigurationStored = 7;

    /// <summary>The memory that survives power-off could not be written.</summary>
    public const ushort StoreFailed = 8;

    /// <summary>Frames gave way in the send queue.</summary>
    public const ushort FramesDropped = 9;

    /// <summary>How late a stream's turns were.</summary>
    public const ushort Timing = 10;

    /// <summary>Frames were lost on their way: the link's connection broke.</summary>
    public const ushort FramesLost = 11;

    /// <summary>The robot was heard under a new configuration: it is kept.</summary>
    public const ushort ConfigurationKept = 12;

    /// <summary>A new configuration was given up: the one before it runs again.</summary>
    public const ushort ConfigurationSetAside = 13;
}
