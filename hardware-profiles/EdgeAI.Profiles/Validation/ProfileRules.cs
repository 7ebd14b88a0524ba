using System.Text.Json;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Schema;

namespace EdgeAI.Profiles.Validation;

/// <summary>What a schema cannot say: names that must differ, references that must meet, chips and stages that must fit.</summary>
internal static class ProfileRules
{
    /// <summary>Checks a document, which may be wrong in its shape as well; what is missing or of the wrong type is passed over here.</summary>
    public static void Check(SourceNode profile, ProblemList problems)
    {
        BusRules.Check(profile, problems);
        BoardRules.Check(profile, problems);
        bool? simulated = IsSimulated(profile);
        SensorRules.Check(profile.ItemsOf("boards").SelectMany(static board => board.ItemsOf("sensors")), new BusTable(profile), problems);
        if (simulated == false)
        {
            SensorRules.RefuseSimulated(SensorsOf(profile), "use a chip's driver, or set robot.simulated to true", problems);
        }

        CameraRules.Check(profile, problems);
        FrameRules.Check(SensorsOf(profile).Concat(CamerasOf(profile)), problems);
        StageRules.Check(profile, problems);
        ArmRules.Check(profile, problems);
        PartitionRules.Check(profile, problems);
        DeadlineRules.Check(profile, problems);
        ThreadRules.Check(profile, problems);
        OutletRules.Check(profile, problems);
        ThermalRules.Check(profile, problems);
        GatewayRules.Check(profile, problems);
        RecordingRules.Check(profile, problems);
    }

    /// <summary>Every sensor of every board, those that a board's own profile holds included.</summary>
    public static IEnumerable<SourceNode> SensorsOf(SourceNode profile) => profile.ItemsOf("boards").SelectMany(SensorsOfBoard);

    /// <summary>Every camera of the robot's own.</summary>
    public static IEnumerable<SourceNode> CamerasOf(SourceNode profile) => profile.ItemsOf("cameras");

    /// <summary>Whether a source of a stream is a camera and no sensor of a board.</summary>
    public static bool IsCamera(SourceNode source) => source["driver"] is null && source["source"] is not null;

    /// <summary>Every sensor of a board.</summary>
    public static IEnumerable<SourceNode> SensorsOfBoard(SourceNode board) => (board.Referenced ?? board).ItemsOf("sensors");

    /// <summary>The names of objects that have one.</summary>
    public static IEnumerable<string> NamesOf(IEnumerable<SourceNode> nodes) => nodes.Select(static node => node.TextOf("name")).OfType<string>();

    /// <summary>
    /// Whether a list is what it should be or left out: only then is a name that it lacks a mistake of its own. A list is not left out
    /// where a name stands that nobody knows: that may be the list, misspelt.
    /// </summary>
    public static bool HasList(SourceNode profile, string name) => profile[name] is { } list
        ? list.Kind == JsonValueKind.Array
        : profile.Children.All(static child => ProfileSchema.Root.Property(child.Name) is not null);

    /// <summary>Whether the robot is simulated; null where the profile does not say.</summary>
    public static bool? IsSimulated(SourceNode profile) => profile["robot"]?.FlagOf("simulated");
}
