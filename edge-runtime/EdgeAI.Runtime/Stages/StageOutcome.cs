namespace EdgeAI.Runtime.Stages;

/// <summary>What a stage made of a reading.</summary>
public enum StageOutcome
{
    /// <summary>The reading was taken in; more are needed before there is an answer.</summary>
    NeedsMore,

    /// <summary>There is an answer: a decision was made, a reading derived.</summary>
    Decided,

    /// <summary>The reading does not fit the stage: wrong size, wrong unit, or a hole in a window that began. Counted by the caller.</summary>
    Unusable,
}
