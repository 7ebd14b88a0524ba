namespace EdgeAI.Device.Board;

/// <summary>How finding a sensor's scale ended; unless <see cref="Done"/>, the scale stays.</summary>
public enum CalibrationOutcome : byte
{
    /// <summary>The next reading has the new scale.</summary>
    Done = 0,

    /// <summary>There has been no good reading.</summary>
    NoReading = 1,

    /// <summary>The reference is of a unit that this sensor does not measure.</summary>
    WrongUnit = 2,

    /// <summary>The reference is zero or beyond what can be computed with, or what acts now cannot be told from the tare.</summary>
    OutOfRange = 3,
}
