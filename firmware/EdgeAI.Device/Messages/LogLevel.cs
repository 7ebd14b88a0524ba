namespace EdgeAI.Device.Messages;

/// <summary>How much a log record matters. Numbers are wire numbers and never reused.</summary>
public enum LogLevel : byte
{
    /// <summary>For whoever works on the firmware.</summary>
    Debug = 1,

    /// <summary>What went as it should.</summary>
    Information = 2,

    /// <summary>What may become an error.</summary>
    Warning = 3,

    /// <summary>What did not work.</summary>
    Error = 4,
}
