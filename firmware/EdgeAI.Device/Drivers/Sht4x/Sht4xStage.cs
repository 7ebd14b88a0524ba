namespace EdgeAI.Device.Drivers.Sht4x;

/// <summary>What an SHT4x is doing.</summary>
public enum Sht4xStage : byte
{
    /// <summary>Not started.</summary>
    Down = 0,

    /// <summary>Reset.</summary>
    Resetting = 1,

    /// <summary>Asked for its serial number.</summary>
    Identifying = 2,

    /// <summary>Waits to be asked for a measurement.</summary>
    Idle = 3,

    /// <summary>Measures.</summary>
    Measuring = 4,
}
