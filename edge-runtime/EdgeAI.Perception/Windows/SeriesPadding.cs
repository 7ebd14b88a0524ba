namespace EdgeAI.Perception.Windows;

/// <summary>What stands before the first reading of a window that is not full yet.</summary>
public enum SeriesPadding
{
    /// <summary>Nothing: a window is full before it is used.</summary>
    None,

    /// <summary>The first reading, again and again.</summary>
    FirstReading,

    /// <summary>Each channel's mean, which normalised is 0.</summary>
    Mean,
}
