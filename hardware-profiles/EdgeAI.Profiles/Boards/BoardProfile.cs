namespace EdgeAI.Profiles.Boards;

/// <summary>A sensor board: one sampling loop with its sensors and its link.</summary>
public sealed record BoardProfile
{
    /// <summary>The board's number on its robot, 1 to 65535; 0 is the robot itself.</summary>
    public required int Id { get; init; }

    /// <summary>The board's name.</summary>
    public required string Name { get; init; }

    /// <summary>The way from the board to the robot.</summary>
    public required LinkProfile Link { get; init; }

    /// <summary>The board's sensors, each a stream.</summary>
    public required IReadOnlyList<SensorProfile> Sensors { get; init; }
}
