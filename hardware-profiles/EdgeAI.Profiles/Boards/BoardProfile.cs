using System.Text.Json.Serialization;

namespace EdgeAI.Profiles.Boards;

/// <summary>
/// A sensor board: one sampling loop with its buses, its sensors and its link. From a file of its own (<see cref="BoardProfileLoader"/>), or put
/// together from a robot's profile whose own board it is. Immutable; safe to share between threads.
/// </summary>
public sealed record BoardProfile
{
    /// <summary>Where an editor finds the schema; ignored by the loader, which carries its own copy.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The version of the profile format: <see cref="Profile.CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>The board's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the board is, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The board's number on its robot, 1 to 65534; 0 is the robot itself.</summary>
    public required int Id { get; init; }

    /// <summary>nanoFramework's name of the board; null for one that is simulated or the robot's own.</summary>
    public string? Target { get; init; }

    /// <summary>How firmware gets onto it; null for one that is simulated or the robot's own.</summary>
    public FlashMethod? Flash { get; init; }

    /// <summary>The buses.</summary>
    public required IReadOnlyList<BoardBusProfile> Buses { get; init; }

    /// <summary>The board's end of the way to the robot; null for one that is simulated or the robot's own.</summary>
    [JsonPropertyName("link")]
    public BoardLinkProfile? Uplink { get; init; }

    /// <summary>What waits for the link.</summary>
    public required SendQueueProfile Queue { get; init; }

    /// <summary>How long the board may go without a step before it is restarted, in milliseconds; 0 for no watchdog.</summary>
    public required int WatchdogMilliseconds { get; init; }

    /// <summary>The pin of the lamp that shows which board is meant; null for none.</summary>
    public int? IdentifyPin { get; init; }

    /// <summary>The board's sensors, each a stream.</summary>
    public required IReadOnlyList<SensorProfile> Sensors { get; init; }

    /// <summary>The robot's way to the board; in process where no robot's profile said another.</summary>
    [JsonIgnore]
    public LinkProfile Link { get; init; } = LinkProfile.Hosted;

    /// <summary>SHA-256 of the file that describes the board, 64 lower-case hexadecimal digits: its own profile's, or the robot's.</summary>
    [JsonIgnore]
    public string Sha256 { get; init; } = "";

    /// <summary>The file name of the board's own profile; null for a board of the robot's own.</summary>
    [JsonIgnore]
    public string? File { get; init; }
}
