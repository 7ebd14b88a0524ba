using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Recording;

/// <summary>What a recorder knows of the robot, and what it may keep.</summary>
public sealed record RecorderOptions
{
    /// <summary>The streams of boards and stages, and stream 255 of each board, by number.</summary>
    public required IReadOnlyDictionary<StreamId, RosStream> Streams { get; init; }

    /// <summary>The streams of which nothing is kept.</summary>
    public IReadOnlySet<StreamId> LeftOut { get; init; } = new HashSet<StreamId>();
}
