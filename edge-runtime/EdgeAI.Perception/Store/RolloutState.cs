namespace EdgeAI.Perception.Store;

/// <summary>What a rollout is at.</summary>
public enum RolloutState
{
    /// <summary>The robot runs what the store says.</summary>
    Settled,

    /// <summary>A candidate is asked the same as the running model; it decides nothing.</summary>
    Shadowing,

    /// <summary>A model waits for the graph thread to take it.</summary>
    Offered,

    /// <summary>The new model runs and has yet to prove itself; the one before is asked the same.</summary>
    Proving,

    /// <summary>The model before waits for the graph thread to take it back.</summary>
    GoingBack,
}
