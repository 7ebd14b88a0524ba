namespace EdgeAI.Perception.Windows;

/// <summary>What a model over a time series wants its window to be. A value is (reading - mean) * scale.</summary>
public sealed record SeriesWindowOptions
{
    /// <summary>Readings in a window, 1 or more.</summary>
    public required int Length { get; init; }

    /// <summary>Values of a reading, 1 or more.</summary>
    public required int Channels { get; init; }

    /// <summary>The longest time between two readings of one window, in nanoseconds, more than zero.</summary>
    public required long LongestGapNanoseconds { get; init; }

    /// <summary>Readings from one window to the next, 1 to <see cref="Length"/>: 1 slides, <see cref="Length"/> starts anew.</summary>
    public int Hop { get; init; } = 1;

    /// <summary>What stands before the first reading.</summary>
    public SeriesPadding Padding { get; init; }

    /// <summary>Whether each channel's values lie together (channels x readings) instead of each reading's (readings x channels).</summary>
    public bool IsByChannel { get; init; }

    /// <summary>What is subtracted from each channel; empty for nothing.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>What each channel is then multiplied by; empty for one.</summary>
    public IReadOnlyList<float> Scale { get; init; } = [];
}
