namespace EdgeAI.Records;

/// <summary>How much a record matters when not everything can be kept (RECORDS.md, "Classes"). Numbers are never reused.</summary>
public enum RecordClass : byte
{
    /// <summary>What an accident's inquiry needs: stops, collisions, limits, faults. Kept longest.</summary>
    Safety = 1,

    /// <summary>Something began, ended or was decided.</summary>
    Event = 2,

    /// <summary>Regular readings.</summary>
    Telemetry = 3,

    /// <summary>Large or repeatable data. Goes first.</summary>
    Bulk = 4,
}
