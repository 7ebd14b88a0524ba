namespace EdgeAI.Robot.Commands;

/// <summary>What the command line asks for.</summary>
internal sealed record RunOptions
{
    /// <summary>The profile file.</summary>
    public required string Profile { get; init; }

    /// <summary>When the run ends by itself; null means at Ctrl-C.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>A recording to play instead of reading sensors.</summary>
    public string? Replay { get; init; }

    /// <summary>How fast a recording's time passes in a replay: a multiple of real time; 0 for as fast as possible.</summary>
    public double Speed { get; init; }

    /// <summary>Whether a recording of another profile is replayed as far as its streams match.</summary>
    public bool AnyProfile { get; init; }

    /// <summary>Where the run is recorded; null for nowhere.</summary>
    public string? Record { get; init; }

    /// <summary>Chooses what happens in the simulated world; the same seed gives the same world.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where the embedded gateway keeps its spool, instead of the profile's folder.</summary>
    public string? Spool { get; init; }

    /// <summary>The embedded gateway's port, instead of the profile's; 0 for any free one.</summary>
    public int? GatewayPort { get; init; }

    /// <summary>The port of the broker that stands in for the city, instead of the profile's; 0 for any free one.</summary>
    public int? CityPort { get; init; }

    /// <summary>The port of the live view, on this machine alone unless the profile names another address; 0 for any free one; null for what the profile says.</summary>
    public int? LiveView { get; init; }

    /// <summary>Whether models in a store are taken as they are promoted there, while the robot runs.</summary>
    public bool WatchModels { get; init; }

    /// <summary>Where the journal of commands lies, and what they install; null: the robot takes no commands.</summary>
    public string? CommandFolder { get; init; }

    /// <summary>Prints lines instead of drawing a live table.</summary>
    public bool Plain { get; init; }

    /// <summary>Shows stack traces.</summary>
    public bool Verbose { get; init; }
}
