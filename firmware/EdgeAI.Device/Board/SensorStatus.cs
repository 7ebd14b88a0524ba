namespace EdgeAI.Device.Board;

/// <summary>How reading a sensor ended. Anything but <see cref="Ok"/> means that the message was not refilled. Wire numbers, never reused.</summary>
public enum SensorStatus : byte
{
    /// <summary>A new reading stands in the message.</summary>
    Ok = 0,

    /// <summary>The chip has no new sample yet; no fault.</summary>
    NotReady = 1,

    /// <summary>No chip answers at the address, or it stopped acknowledging.</summary>
    NotAcknowledged = 2,

    /// <summary>The bus or the chip did not answer in time.</summary>
    Timeout = 3,

    /// <summary>The bus failed in another way: stuck, disconnected, adapter error.</summary>
    BusFault = 4,

    /// <summary>Another chip answers: its identity register does not hold the datasheet's value.</summary>
    WrongChip = 5,

    /// <summary>The chip lost its configuration (reset, brown-out); it is configured again at the next reading.</summary>
    ConfigurationLost = 6,

    /// <summary>The converter stands at its limit: the true value lies beyond.</summary>
    Saturated = 7,

    /// <summary>The chip's own overflow or error flag is raised.</summary>
    ChipFault = 8,

    /// <summary>The value lies outside what the datasheet allows: a corrupted transfer rather than a reading.</summary>
    Implausible = 9,
}
