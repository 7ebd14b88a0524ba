namespace EdgeAI.Runtime.Mcap;

/// <summary>How a chunk's records are compressed (MCAP registry, "Compression formats").</summary>
public enum McapCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Zstandard, level 1: the smallest files.</summary>
    Zstd,

    /// <summary>LZ4 frames: the least work.</summary>
    Lz4,
}
