namespace EdgeAI.Perception.Windows;

/// <summary>Why the readings of a window are given up before it is full.</summary>
public enum SeriesBreak
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>The next reading is of another stream.</summary>
    OtherSource,

    /// <summary>Readings are missing between the last and the next, or one came twice.</summary>
    Hole,

    /// <summary>The next reading is not later than the last.</summary>
    TimeStands,

    /// <summary>More time than the longest gap lies between the last reading and the next.</summary>
    Gap,
}
