namespace EdgeAI.Device.Board;

/// <summary>How setting a sensor's zero ended.</summary>
public enum TareOutcome : byte
{
    /// <summary>The next reading is relative to what acted when the latest good one was taken.</summary>
    Done = 0,

    /// <summary>The sensor takes its zero from the next quiet readings, and gives none until then.</summary>
    Started = 1,

    /// <summary>There has been no good reading since the start or the tare before: the tare stays.</summary>
    NoReading = 2,
}
