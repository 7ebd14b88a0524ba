namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>What can happen in each activity, in the data set's own words (robotFailureInformation.txt, "Classes").</summary>
public static class MotionLabels
{
    private static readonly string[][] Labels =
    [
        ["normal", "collision", "fr_collision", "obstruction"],
        ["normal", "front_col", "back_col", "left_col", "right_col"],
        ["ok", "slightly_moved", "moved", "lost"],
        ["normal", "collision", "obstruction"],
        ["normal", "bottom_collision", "bottom_obstruction", "collision_in_part", "collision_in_tool"],
    ];

    private static readonly string[] Names =
    [
        "approach-to-grasp",
        "transfer-of-part",
        "position-after-transfer-failure",
        "approach-to-ungrasp",
        "motion-with-part",
    ];

    /// <summary>How many activities there are.</summary>
    public static int ActivityCount => Names.Length;

    /// <summary>The labels of an activity; a label's place in the list is its index.</summary>
    public static ReadOnlySpan<string> Of(MotionActivity activity) => Labels[(int)activity];

    /// <summary>The activity's name as profiles write it, for example "approach-to-grasp".</summary>
    public static string NameOf(MotionActivity activity) => Names[(int)activity];

    /// <summary>Finds an activity by the name that profiles write.</summary>
    /// <returns>False where no activity has that name.</returns>
    public static bool TryParse(string? name, out MotionActivity activity)
    {
        int index = Array.IndexOf(Names, name);
        activity = (MotionActivity)Math.Max(index, 0);
        return index >= 0;
    }
}
