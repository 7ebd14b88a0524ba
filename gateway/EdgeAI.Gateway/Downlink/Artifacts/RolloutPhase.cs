namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>Where a rollout is (DOWNLINK.md, "Rolling out"). Numbers are stored.</summary>
internal enum RolloutPhase
{
    /// <summary>The gateway fetches the artifact.</summary>
    Fetching = 1,

    /// <summary>The stage's robots install it.</summary>
    Installing = 2,

    /// <summary>They run it.</summary>
    Soaking = 3,

    /// <summary>They are asked whether they still do.</summary>
    Checking = 4,

    /// <summary>All that took it go back; the announcement has its result.</summary>
    RollingBack = 5,

    /// <summary>All robots have it.</summary>
    Done = 6,

    /// <summary>It failed, and nobody is left to go back.</summary>
    Failed = 7,
}
