namespace EdgeAI.Perception.Sessions;

/// <summary>What one element of a tensor is.</summary>
public enum TensorElement
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>A signed byte, as quantised models take and give.</summary>
    Int8,

    /// <summary>An unsigned byte, as quantised models and some image models take and give.</summary>
    UInt8,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>A signed 64-bit integer, as indices and labels are.</summary>
    Int64,

    /// <summary>True or false in a byte.</summary>
    Boolean,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,
}
