namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>How a protobuf field's bytes are delimited (protobuf, "Encoding", message structure). The group types 3 and 4 are not used by Sparkplug B and refused.</summary>
internal enum WireType : byte
{
    /// <summary>A number of 1 to 10 bytes, 7 bits in each.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little-endian.</summary>
    Fixed64 = 1,

    /// <summary>A varint that says how many bytes follow.</summary>
    Length = 2,

    /// <summary>Four bytes, little-endian.</summary>
    Fixed32 = 5,
}
