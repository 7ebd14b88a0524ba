namespace EdgeAI.Runtime.Health;

/// <summary>What is done about a stage that is later than its deadline. A miss is counted whatever the policy.</summary>
public enum MissPolicy
{
    /// <summary>Nothing more.</summary>
    Count,

    /// <summary>Inputs that are past the deadline before the stage sees them are dropped, until it has caught up.</summary>
    Skip,

    /// <summary>A cheaper stage takes the inputs in its place, until there was no miss for a while.</summary>
    Degrade,

    /// <summary>The safe state is declared.</summary>
    FailSafe,
}
