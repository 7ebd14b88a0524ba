namespace EdgeAI.Profiles.Boards;

/// <summary>A board as the robot's profile names it. <see cref="Profile.Boards"/> holds it with all that its own profile says.</summary>
public sealed record BoardEntry
{
    /// <summary>The board's number on its robot, 1 to 65534; 0 is the robot itself.</summary>
    public required int Id { get; init; }

    /// <summary>The board's name; null where its own profile says it.</summary>
    public string? Name { get; init; }

    /// <summary>The file name of the board's own profile, in the folder of the robot's; null for a board of the robot's own.</summary>
    public string? Profile { get; init; }

    /// <summary>The way to the board.</summary>
    public required LinkProfile Link { get; init; }

    /// <summary>The sensors of the robot's own board; null where the board's own profile has them.</summary>
    public IReadOnlyList<SensorProfile>? Sensors { get; init; }
}
