namespace EdgeAI.Records;

/// <summary>Why bytes are not a gateway batch.</summary>
public enum GatewayBatchRejection
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Too few bytes for the shortest batch.</summary>
    TooShort,

    /// <summary>More bytes than <see cref="GatewayBatchWriter.MaximumLength"/>.</summary>
    TooLong,

    /// <summary>The first byte is not the kind of a gateway batch.</summary>
    WrongKind,

    /// <summary>The version is one that this reader does not know.</summary>
    UnknownVersion,

    /// <summary>The CRC-32C of the batch does not match.</summary>
    Checksum,

    /// <summary>The algorithm suite is one that this reader does not know.</summary>
    UnknownSuite,

    /// <summary>A flag is set that this reader does not know.</summary>
    UnknownFlags,

    /// <summary>The epoch is not positive.</summary>
    InvalidEpoch,

    /// <summary>The gateway's id is not valid (<see cref="Identifier"/>).</summary>
    InvalidGateway,

    /// <summary>The hash of the batch before does not have the suite's length.</summary>
    InvalidPreviousHash,

    /// <summary>The compressed section is not one zstd frame that gives the records' length, or that length is not 1 to 4 MiB.</summary>
    InvalidCompression,

    /// <summary>The count is 0.</summary>
    Empty,

    /// <summary>The first record's sequence is not what the header says, or one does not lie above the one before.</summary>
    OutOfOrder,

    /// <summary>A record's kind is none of <see cref="RecordKind"/>.</summary>
    UnknownRecordKind,

    /// <summary>A record's class is none of <see cref="RecordClass"/>.</summary>
    UnknownClass,

    /// <summary>A handling byte has a bit that this reader does not know.</summary>
    UnknownHandling,

    /// <summary>A governed frame's policy has the revision 0.</summary>
    InvalidPolicy,

    /// <summary>A robot's id is not valid (<see cref="Identifier"/>).</summary>
    InvalidRobot,

    /// <summary>A frame's length is 0.</summary>
    EmptyFrame,

    /// <summary>A record's own CRC-32C does not match.</summary>
    RecordChecksum,

    /// <summary>The body of one of the gateway's own kinds is not as RECORDS.md lays it out.</summary>
    InvalidBody,

    /// <summary>The trailer does not have the suite's length.</summary>
    InvalidTrailer,

    /// <summary>The records and the trailer do not fill the batch exactly.</summary>
    WrongLength,
}
