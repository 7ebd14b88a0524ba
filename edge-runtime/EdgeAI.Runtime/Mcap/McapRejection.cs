namespace EdgeAI.Runtime.Mcap;

/// <summary>Why a part of a file was not taken. What was rejected is left out; everything else is read.</summary>
public enum McapRejection
{
    /// <summary>Nothing was rejected.</summary>
    None,

    /// <summary>The first eight bytes are not those of an MCAP file of this major version.</summary>
    NotMcap,

    /// <summary>The first record is not a header.</summary>
    NoHeader,

    /// <summary>The file ends inside a record, or before its footer and closing magic: whoever wrote it was cut off.</summary>
    Truncated,

    /// <summary>A record says that it is longer than the reader takes.</summary>
    RecordTooLarge,

    /// <summary>A field ends behind its record, or behind the list it stands in.</summary>
    FieldOutsideRecord,

    /// <summary>A text is not UTF-8.</summary>
    BadText,

    /// <summary>A map names a key twice: what it means is open ("Serialization", Map).</summary>
    DuplicateKey,

    /// <summary>An opcode of zero, which no record has.</summary>
    BadOpcode,

    /// <summary>A record stands where its kind may not.</summary>
    MisplacedRecord,

    /// <summary>A chunk inside a chunk.</summary>
    NestedChunk,

    /// <summary>A chunk names a compression that the registry does not know.</summary>
    UnknownCompression,

    /// <summary>A chunk says that it unpacks to more than the reader takes.</summary>
    ChunkTooLarge,

    /// <summary>A chunk's data is not of the compression it names, or does not unpack to the length it says.</summary>
    BadCompression,

    /// <summary>A chunk's records differ from their checksum.</summary>
    ChunkCrcMismatch,

    /// <summary>The data section differs from its checksum.</summary>
    DataCrcMismatch,

    /// <summary>The summary differs from its checksum.</summary>
    SummaryCrcMismatch,

    /// <summary>An attachment differs from its checksum.</summary>
    AttachmentCrcMismatch,

    /// <summary>A schema or channel is defined a second time and otherwise.</summary>
    ConflictingDefinition,

    /// <summary>A message is of a channel that was not defined before it.</summary>
    UnknownChannel,

    /// <summary>A channel is of a schema that was not defined before it.</summary>
    UnknownSchema,

    /// <summary>An index points outside the file, or at something else than it says.</summary>
    BadIndex,

    /// <summary>A chunk holds a message from outside the times it states.</summary>
    TimeOutsideChunk,

    /// <summary>More chunks overlap in time than the reader keeps unpacked at once.</summary>
    TooManyOpenChunks,
}
