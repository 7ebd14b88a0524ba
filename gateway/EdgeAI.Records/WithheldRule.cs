namespace EdgeAI.Records;

/// <summary>The policy's rule that kept frames from being stored as they came (RECORDS.md, "Withheld"). Numbers are never reused.</summary>
public enum WithheldRule : byte
{
    /// <summary>The stream does not leave.</summary>
    DoesNotLeave = 1,

    /// <summary>One of several is kept.</summary>
    DownSampled = 2,

    /// <summary>It did not differ enough from the one before.</summary>
    Deadband = 3,

    /// <summary>Folded into a window's summary.</summary>
    FoldedIntoWindow = 4,

    /// <summary>Taken where nothing may leave.</summary>
    Geofence = 5,
}
