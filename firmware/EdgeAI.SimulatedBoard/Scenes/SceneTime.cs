namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>The scene's clockwork: a cycle of ten seconds that repeats with new draws.</summary>
internal static class SceneTime
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1000 * Millisecond;

    /// <summary>What never lies nearer: the distance to a transition where there is none.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The number of the cycle that holds an instant; -1 before the scene's start.</summary>
    public static long CycleOf(long nanoseconds) => nanoseconds < 0 ? -1 : nanoseconds / Scene.CycleNanoseconds;

    /// <summary>The instant at which a cycle begins.</summary>
    public static long StartOf(long cycle) => cycle * Scene.CycleNanoseconds;

    /// <summary>The lesser of a distance and that from an instant to another.</summary>
    public static long Nearer(long distance, long instant, long other) => Math.Min(distance, Math.Abs(instant - other));
}
