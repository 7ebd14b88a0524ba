namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// What a reader takes from a file that may say anything. Whatever the file says, memory for messages stays below MaximumOpenBytes, twice
/// MaximumChunkBytes and MaximumRecordBytes together, and for what is kept of the rest below ten times MaximumSummaryBytes. Time is
/// proportional to the file's length and to what its chunks unpack to.
/// </summary>
public sealed record McapReaderOptions
{
    /// <summary>The longest record taken, a chunk as stored among them, in bytes.</summary>
    public int MaximumRecordBytes { get; init; } = 128 << 20;

    /// <summary>The most that a chunk may unpack to, in bytes: checked against what it says before, and held while it is unpacked.</summary>
    public int MaximumChunkBytes { get; init; } = 128 << 20;

    /// <summary>The most memory for chunks that overlap in time and are unpacked at once, in bytes.</summary>
    public long MaximumOpenBytes { get; init; } = 512L << 20;

    /// <summary>The most that schemas, channels and indexes may take together, in bytes of the file.</summary>
    public int MaximumSummaryBytes { get; init; } = 64 << 20;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRecordBytes, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumChunkBytes, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumOpenBytes, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSummaryBytes, 1 << 10);
    }
}
