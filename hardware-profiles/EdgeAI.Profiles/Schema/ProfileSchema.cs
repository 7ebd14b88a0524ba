using System.Text.Json;

namespace EdgeAI.Profiles.Schema;

/// <summary>The schemas of a robot's and of a board's profile, from the copies of the two files inside this assembly.</summary>
internal static class ProfileSchema
{
    /// <summary>The name of the robot's schema inside this assembly.</summary>
    public const string ResourceName = "profile.schema.json";

    /// <summary>The name of the board's schema inside this assembly.</summary>
    public const string BoardResourceName = "board.schema.json";

    private static readonly Lazy<(SchemaNode Root, SchemaNode Board)> Loaded = new(Load);

    /// <summary>The schema of a robot's profile.</summary>
    public static SchemaNode Root => Loaded.Value.Root;

    /// <summary>The schema of a board's profile.</summary>
    public static SchemaNode Board => Loaded.Value.Board;

    private static (SchemaNode Root, SchemaNode Board) Load()
    {
        using JsonDocument robot = Open(ResourceName);
        using JsonDocument board = Open(BoardResourceName);
        SchemaReader robotReader = new(robot.RootElement);
        SchemaReader boardReader = new(board.RootElement, new Dictionary<string, SchemaReader> { [ResourceName] = robotReader });
        return (robotReader.Read(robot.RootElement), boardReader.Read(board.RootElement));
    }

    private static JsonDocument Open(string name)
    {
        using Stream stream = typeof(ProfileSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not inside the assembly: the project file embeds it");
        return JsonDocument.Parse(stream);
    }
}
