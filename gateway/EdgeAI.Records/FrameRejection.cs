namespace EdgeAI.Records;

/// <summary>Why bytes are not a raw wire frame whose identity can be read.</summary>
public enum FrameRejection
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Too few bytes for a header and a checksum.</summary>
    TooShort,

    /// <summary>The frame's CRC-32C does not match.</summary>
    Checksum,

    /// <summary>The frame's version is one that this reader does not know.</summary>
    UnknownVersion,
}
