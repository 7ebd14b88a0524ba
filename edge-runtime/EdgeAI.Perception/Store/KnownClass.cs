namespace EdgeAI.Perception.Store;

/// <summary>Which class an input is known to be, by the data's own labels.</summary>
/// <param name="Output">The output that tells of it.</param>
/// <param name="Class">The class, a place in that output's labels; -1 for unknown.</param>
public readonly record struct KnownClass(int Output, int Class)
{
    /// <summary>Nobody knows.</summary>
    public static KnownClass None { get; } = new(0, -1);
}
