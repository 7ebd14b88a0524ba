namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>What stands in a field.</summary>
internal enum FieldKind : byte
{
    /// <summary>An extension: passed over.</summary>
    Unknown,

    /// <summary>A number.</summary>
    Varint,

    /// <summary>IEEE 754 binary32.</summary>
    Fixed32,

    /// <summary>IEEE 754 binary64.</summary>
    Fixed64,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>The number of a <see cref="SparkplugDataType"/>.</summary>
    DataType,

    /// <summary>Numbers of a <see cref="SparkplugDataType"/>, one to a field or packed.</summary>
    DataTypes,

    /// <summary>A message.</summary>
    Message,
}
