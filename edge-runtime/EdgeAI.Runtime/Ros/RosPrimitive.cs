namespace EdgeAI.Runtime.Ros;

/// <summary>The built-in types of ROS 2 messages.</summary>
public enum RosPrimitive
{
    /// <summary>bool.</summary>
    Boolean,

    /// <summary>byte, char, uint8.</summary>
    UInt8,

    /// <summary>int8.</summary>
    Int8,

    /// <summary>uint16.</summary>
    UInt16,

    /// <summary>int16.</summary>
    Int16,

    /// <summary>uint32.</summary>
    UInt32,

    /// <summary>int32.</summary>
    Int32,

    /// <summary>uint64.</summary>
    UInt64,

    /// <summary>int64.</summary>
    Int64,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>float64.</summary>
    Float64,

    /// <summary>string, bounded or not.</summary>
    Text,
}
