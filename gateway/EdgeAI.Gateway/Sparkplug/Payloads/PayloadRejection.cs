namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>Why bytes are no Sparkplug B payload.</summary>
internal enum PayloadRejection : byte
{
    /// <summary>They are one.</summary>
    None = 0,

    /// <summary>More bytes than a payload may have here.</summary>
    TooLong,

    /// <summary>A field reaches beyond the end of what holds it.</summary>
    Truncated,

    /// <summary>A varint has more than 10 bytes, or more than 64 bits.</summary>
    BadVarint,

    /// <summary>A field has the number 0 or one that does not exist, or is a group.</summary>
    BadField,

    /// <summary>A known field does not have its wire type.</summary>
    WrongWireType,

    /// <summary>A text is not UTF-8.</summary>
    BadText,

    /// <summary>Templates or property sets lie more deeply within each other than a reader follows.</summary>
    TooDeep,

    /// <summary>A data type's number is not assigned.</summary>
    UnknownDataType,

    /// <summary>A property set does not have as many values as keys.</summary>
    UnevenProperties,
}
