using System.Text.Json.Serialization;
using EdgeAI.Profiles.Arms;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Gateways;
using EdgeAI.Profiles.Outlets;
using EdgeAI.Profiles.Queues;
using EdgeAI.Profiles.Recordings;
using EdgeAI.Profiles.Stages;
using EdgeAI.Profiles.Threads;

namespace EdgeAI.Profiles;

/// <summary>
/// One robot or desktop as data: its buses, boards and sensors, where they are mounted, the models and stages that perceive
/// with them, and the gateway that keeps what they say. Made by <see cref="ProfileLoader"/> alone, so that one in hand is a valid one.
/// Immutable; safe to share between threads.
/// </summary>
public sealed record Profile
{
    /// <summary>The version of the profile format that this build reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Where an editor finds the schema; ignored by the loader, which carries its own copy.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The version of the profile format: <see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>The profile's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the profile is for, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The place that the robot belongs to: the group in Sparkplug B's sense, the first part of every topic.</summary>
    public required string Site { get; init; }

    /// <summary>The robot itself.</summary>
    public required RobotProfile Robot { get; init; }

    /// <summary>The buses that this machine owns.</summary>
    public required IReadOnlyList<BusProfile> Buses { get; init; }

    /// <summary>The sensor boards as the file names them.</summary>
    [JsonPropertyName("boards")]
    public required IReadOnlyList<BoardEntry> BoardEntries { get; init; }

    /// <summary>The sensor boards, each with all that its own profile says, in the order of the file.</summary>
    [JsonIgnore]
    public IReadOnlyList<BoardProfile> Boards { get; init; } = [];

    /// <summary>The robot's arms: the names of their joints, and what stages compute with.</summary>
    public required IReadOnlyList<ArmProfile> Arms { get; init; }

    /// <summary>The robot's own cameras.</summary>
    public required IReadOnlyList<CameraProfile> Cameras { get; init; }

    /// <summary>The models that stages run.</summary>
    public required IReadOnlyList<ModelProfile> Models { get; init; }

    /// <summary>The folder of the model store, relative to the profile's folder; null for the user's own.</summary>
    public string? ModelStore { get; init; }

    /// <summary>The perception stages. Their decisions are the streams of board 0, the robot itself.</summary>
    public required IReadOnlyList<StageProfile> Stages { get; init; }

    /// <summary>The queue between perception and the gateway.</summary>
    public required QueueProfile Outbound { get; init; }

    /// <summary>The threads that step the graph; empty for one that asks nothing of the operating system.</summary>
    public required IReadOnlyList<ThreadProfile> Threads { get; init; }

    /// <summary>How long a graph thread may be silent before something is done about it.</summary>
    public required WatchdogProfile Watchdog { get; init; }

    /// <summary>The ways to controllers on the same machine; null for none.</summary>
    public OutletsProfile? Outlets { get; init; }

    /// <summary>Where the robot shows itself; null for nowhere.</summary>
    public LiveViewProfile? LiveView { get; init; }

    /// <summary>The gateway that this robot publishes to.</summary>
    public required GatewayProfile Gateway { get; init; }

    /// <summary>The city's end, as far as this machine plays it.</summary>
    public required CityProfile City { get; init; }

    /// <summary>What a recording keeps and how.</summary>
    public required RecordingProfile Recording { get; init; }

    /// <summary>SHA-256 of the profile file's bytes, 64 lower-case hexadecimal digits.</summary>
    [JsonIgnore]
    public string Sha256 { get; init; } = "";

    /// <summary>The full path of the folder that holds the profile file.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>Gives the full path of a path written in the profile: relative ones start at the profile's own folder.</summary>
    /// <param name="path">A path as the profile writes it, with forward slashes.</param>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);
}
