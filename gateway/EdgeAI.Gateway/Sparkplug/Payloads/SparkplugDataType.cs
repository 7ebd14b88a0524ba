namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>What a value is (Sparkplug 3.0.0, 6.4.1, enum DataType).</summary>
internal enum SparkplugDataType : byte
{
    /// <summary>Not said: in data messages the birth has said it.</summary>
    Unknown = 0,

    /// <summary>8 bits, signed; the value stands in the low bits of an int_value.</summary>
    Int8 = 1,

    /// <summary>16 bits, signed; int_value.</summary>
    Int16 = 2,

    /// <summary>32 bits, signed; int_value.</summary>
    Int32 = 3,

    /// <summary>64 bits, signed; long_value.</summary>
    Int64 = 4,

    /// <summary>8 bits; int_value.</summary>
    UInt8 = 5,

    /// <summary>16 bits; int_value.</summary>
    UInt16 = 6,

    /// <summary>32 bits; long_value where Eclipse Tahu writes it, so here.</summary>
    UInt32 = 7,

    /// <summary>64 bits; long_value.</summary>
    UInt64 = 8,

    /// <summary>IEEE 754 binary32.</summary>
    Float = 9,

    /// <summary>IEEE 754 binary64.</summary>
    Double = 10,

    /// <summary>True or false.</summary>
    Boolean = 11,

    /// <summary>Text.</summary>
    String = 12,

    /// <summary>Milliseconds since 1970-01-01T00:00:00 UTC; long_value.</summary>
    DateTime = 13,

    /// <summary>Long text.</summary>
    Text = 14,

    /// <summary>A UUID as text.</summary>
    Uuid = 15,

    /// <summary>A table.</summary>
    DataSet = 16,

    /// <summary>Bytes.</summary>
    Bytes = 17,

    /// <summary>A file's bytes.</summary>
    File = 18,

    /// <summary>A structure: its definition or an instance.</summary>
    Template = 19,

    /// <summary>Properties; of a property only.</summary>
    PropertySet = 20,

    /// <summary>Several sets of properties; of a property only.</summary>
    PropertySetList = 21,

    /// <summary>The last assigned number: the array types, 22 to 34, are bytes to this reader.</summary>
    DateTimeArray = 34,
}
