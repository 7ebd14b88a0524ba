namespace EdgeAI.Runtime.Recording;

/// <summary>The names that a recording's own parts go by (RECORDING.md).</summary>
public static class RecordingNames
{
    /// <summary>The version of what RECORDING.md describes.</summary>
    public const string FormatVersion = "1";

    /// <summary>Every frame, byte for byte: what a replay plays.</summary>
    public const string Frames = "/edgeai/frames";

    /// <summary>What each image of a camera is, right before it: what a replay plays it by.</summary>
    public const string Images = "/edgeai/images";

    /// <summary>How the robot's timeline lies in UTC, whenever that changes.</summary>
    public const string Clock = "/edgeai/clock";

    /// <summary>What became of everything that entered an edge.</summary>
    public const string Ledger = "/edgeai/ledger";

    /// <summary>Metadata: which robot, profile and build recorded, and on which timeline.</summary>
    public const string Robot = "edgeai";

    /// <summary>The fact of <see cref="Robot"/> that names the profile's SHA-256.</summary>
    public const string ProfileHash = "profile_sha256";

    /// <summary>The fact of <see cref="Robot"/> that names the robot's boot number in frames.</summary>
    public const string Boot = "boot";

    /// <summary>Metadata: each model's SHA-256 by its name in the profile.</summary>
    public const string Models = "edgeai.models";

    /// <summary>Metadata: each stream's name and message, by board/stream.</summary>
    public const string Streams = "edgeai.streams";

    /// <summary>Whether a topic is the recording's own and nothing that a sensor or a stage said.</summary>
    public static bool IsOwn(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith("/edgeai/", StringComparison.Ordinal);
    }
}
