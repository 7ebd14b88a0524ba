namespace EdgeAI.Runtime.Health;

/// <summary>Who takes an input.</summary>
public enum DeadlineTurn
{
    /// <summary>The stage itself.</summary>
    Stage,

    /// <summary>The stage's cheaper alternative.</summary>
    Alternative,

    /// <summary>Nobody: it is dropped and counted.</summary>
    Nobody,
}
