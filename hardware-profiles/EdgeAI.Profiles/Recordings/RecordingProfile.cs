namespace EdgeAI.Profiles.Recordings;

/// <summary>What a recording keeps and how.</summary>
public sealed record RecordingProfile
{
    /// <summary>How it is compressed.</summary>
    public required RecordingCompression Compression { get; init; }

    /// <summary>The size in megabytes (10^6 bytes) at which a file is ended and the next begun; 0 for never.</summary>
    public required int SplitMegabytes { get; init; }

    /// <summary>The age in minutes at which a file is ended and the next begun; 0 for never.</summary>
    public required int SplitMinutes { get; init; }

    /// <summary>The streams of which nothing is recorded.</summary>
    public required IReadOnlyList<string> LeaveOut { get; init; }

    /// <summary>Whether raw images are recorded of cameras that let them leave.</summary>
    public required bool RawImages { get; init; }
}
