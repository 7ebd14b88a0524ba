namespace EdgeAI.Runtime.Boards;

/// <summary>In what a board differs from what is expected of it.</summary>
public enum HelloMismatchKind
{
    /// <summary>It has another name: another board is plugged in here.</summary>
    BoardName,

    /// <summary>Its firmware was made from another profile, or from none.</summary>
    ProfileHash,

    /// <summary>Its firmware has another version.</summary>
    FirmwareVersion,

    /// <summary>It lacks a stream.</summary>
    StreamMissing,

    /// <summary>It has a stream that nobody expects.</summary>
    StreamUnexpected,

    /// <summary>A stream carries other readings.</summary>
    ReadingType,

    /// <summary>A stream's readings are in another unit.</summary>
    Unit,

    /// <summary>A step of a stream's readings is worth something else.</summary>
    Scale,

    /// <summary>A stream comes more or less often.</summary>
    Period,

    /// <summary>A stream's readings are expressed in another frame.</summary>
    FrameName,
}
