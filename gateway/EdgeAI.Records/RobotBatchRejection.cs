namespace EdgeAI.Records;

/// <summary>Why bytes are not a robot batch.</summary>
public enum RobotBatchRejection
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Too few bytes for the shortest batch.</summary>
    TooShort,

    /// <summary>More bytes than <see cref="RobotBatchWriter.MaximumLength"/>.</summary>
    TooLong,

    /// <summary>The first byte is not the kind of a robot batch.</summary>
    WrongKind,

    /// <summary>The version is one that this reader does not know.</summary>
    UnknownVersion,

    /// <summary>The CRC-32C does not match.</summary>
    Checksum,

    /// <summary>The batch number is 0 or exceeds 63 bits.</summary>
    InvalidNumber,

    /// <summary>The count is 0.</summary>
    Empty,

    /// <summary>An entry's class is none of <see cref="RecordClass"/>.</summary>
    UnknownClass,

    /// <summary>A frame's length is 0.</summary>
    EmptyFrame,

    /// <summary>The entries do not fill the batch exactly.</summary>
    WrongLength,
}
