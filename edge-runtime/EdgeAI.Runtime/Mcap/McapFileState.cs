namespace EdgeAI.Runtime.Mcap;

/// <summary>How whole a file is.</summary>
public enum McapFileState
{
    /// <summary>Whole, and read by its own index.</summary>
    Indexed,

    /// <summary>Whole, and without an index that can be used: it was read through once for one.</summary>
    Scanned,

    /// <summary>Its end is missing: it was read through once, and everything up to the last whole record is there.</summary>
    Truncated,
}
