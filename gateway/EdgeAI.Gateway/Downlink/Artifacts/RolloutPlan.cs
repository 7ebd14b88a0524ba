namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>In which steps robots get an artifact, and what stops it.</summary>
public sealed record RolloutPlan
{
    /// <summary>The stages, 1 to 16, rising; the last is all robots.</summary>
    public required RolloutStage[] Stages { get; init; }

    /// <summary>How long a stage's robots run it before they are checked, 0 to 604800 s.</summary>
    public int SoakSeconds { get; init; }

    /// <summary>How long a stage's installing, and its checking, may take, 1 to 604800 s. Settable, because the generated reader forgets the default of what is init-only.</summary>
    public int TimeoutSeconds { get; set; } = 3600;

    /// <summary>The robots that may fail, or not answer in time, before all is rolled back, 0 to 1000.</summary>
    public int MaximumFailures { get; init; }
}
