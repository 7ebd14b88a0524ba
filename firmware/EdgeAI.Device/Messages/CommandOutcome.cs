namespace EdgeAI.Device.Messages;

/// <summary>What became of a command. Numbers are wire numbers and never reused.</summary>
public enum CommandOutcome : byte
{
    /// <summary>It is done.</summary>
    Done = 0,

    /// <summary>It goes on by itself; the log or the next hello tells the end.</summary>
    Started = 1,

    /// <summary>The board has no such stream.</summary>
    UnknownStream = 2,

    /// <summary>This board or sensor cannot do that.</summary>
    NotSupported = 3,

    /// <summary>The argument is too much or too little for the sensor.</summary>
    OutOfRange = 4,

    /// <summary>Something else is going on; ask again with a new number.</summary>
    Busy = 5,

    /// <summary>It was tried; the detail is a <see cref="Board.SensorStatus"/>.</summary>
    Failed = 6,

    /// <summary>The board has restarted since: nothing was done. The detail is the board's boot.</summary>
    OtherBoot = 7,

    /// <summary>The number is neither remembered nor new: nothing was done.</summary>
    Forgotten = 8,

    /// <summary>The configuration is complete and not what its hash says; it was discarded.</summary>
    DigestMismatch = 9,
}
