namespace EdgeAI.Runtime.Stages;

/// <summary>What a stage made of a reading.</summary>
public enum StageOutcome
{
    /// <summary>The reading was taken in; more are needed before there is a decision.</summary>
    NeedsMore,

    /// <summary>A decision was made.</summary>
    Decided,

    /// <summary>The reading does not fit the stage: wrong size, wrong unit, or a hole in a window that began. Counted by the caller.</summary>
    Unusable,
}
