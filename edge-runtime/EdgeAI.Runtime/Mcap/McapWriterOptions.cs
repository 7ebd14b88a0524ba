namespace EdgeAI.Runtime.Mcap;

/// <summary>How a recording is written.</summary>
public sealed record McapWriterOptions
{
    /// <summary>What the file promises of its channels ("ros2": CDR with ROS 2 definitions).</summary>
    public string Profile { get; init; } = "ros2";

    /// <summary>Who writes it.</summary>
    public string Library { get; init; } = "EdgeAI";

    /// <summary>How chunks are compressed; one that would not shrink is stored as it is.</summary>
    public McapCompression Compression { get; init; } = McapCompression.Zstd;

    /// <summary>The size of a chunk's records before compression, in bytes, 1 KiB to 1 GiB: no message is larger, and a power cut or kill loses at most the chunks not yet written.</summary>
    public int ChunkBytes { get; init; } = 4 << 20;

    internal McapHeader Header => new(Profile, Library);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ChunkBytes, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ChunkBytes, 1 << 30);
    }
}
