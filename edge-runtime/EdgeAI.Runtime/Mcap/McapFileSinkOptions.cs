namespace EdgeAI.Runtime.Mcap;

/// <summary>Where and how a robot records.</summary>
public sealed record McapFileSinkOptions
{
    /// <summary>The first file; those that continue it have a number in their names: after run.mcap come run-0002.mcap, run-0003.mcap and so on.</summary>
    public required string Path { get; init; }

    /// <summary>How files are written.</summary>
    public McapWriterOptions Writer { get; init; } = new();

    /// <summary>How old the oldest message of a chunk may become before the chunk is written: a killed process loses at most that and what the disk still owes.</summary>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many full chunks may wait for the disk; memory is allocated for two more.</summary>
    public int QueueChunks { get; init; } = 4;

    /// <summary>Whether each chunk is synced to the disk, so that a power cut loses no more than a kill does.</summary>
    public bool SyncEachChunk { get; init; } = true;

    /// <summary>A file that would grow beyond so many bytes is ended and the next begun; 0 for never.</summary>
    public long RotateBytes { get; init; }

    /// <summary>A file that is older than this is ended and the next begun; zero for never.</summary>
    public TimeSpan RotateAfter { get; init; }

    /// <summary>A file whose chunks take so many bytes of index is ended and the next begun, whatever its size: half of what a reader takes by default, so that every file opens.</summary>
    public int MaximumIndexBytes { get; init; } = 32 << 20;

    /// <summary>How long the end of the recording waits for the disk; what is not written by then is given up and counted.</summary>
    public TimeSpan EndWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Metadata that every file begins with.</summary>
    public IReadOnlyList<McapMetadata> Metadata { get; init; } = [];

    internal void Validate()
    {
        Writer.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(FlushAfter, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueChunks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EndWithin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(RotateBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumIndexBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RotateAfter, TimeSpan.Zero);
    }
}
