namespace EdgeAI.Device.Messages;

/// <summary>What a command asks for. Numbers are wire numbers and never reused.</summary>
public enum CommandCode : byte
{
    /// <summary>The board makes itself seen for a while.</summary>
    Identify = 1,

    /// <summary>The board restarts.</summary>
    Reset = 2,

    /// <summary>A stream gets another period.</summary>
    SetRate = 3,

    /// <summary>What acts on the sensor now is zero.</summary>
    Tare = 4,

    /// <summary>What acts on the sensor now is a known quantity.</summary>
    Calibrate = 5,

    /// <summary>One piece of a new configuration.</summary>
    UpdateConfiguration = 6,
}
