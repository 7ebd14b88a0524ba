namespace EdgeAI.Perception.Store;

/// <summary>What a line of a store's log tells of.</summary>
public enum StoreEvent
{
    /// <summary>A generation or a variant was added.</summary>
    Added,

    /// <summary>Running robots are to ask a generation in the shadow.</summary>
    Proposed,

    /// <summary>A gate found a candidate fit.</summary>
    Passed,

    /// <summary>A gate found a candidate unfit.</summary>
    Failed,

    /// <summary>Robots run another generation from now on.</summary>
    Promoted,

    /// <summary>Robots run the earlier generation again.</summary>
    RolledBack,

    /// <summary>A robot took a generation between two inferences.</summary>
    Swapped,

    /// <summary>A robot could not take a generation and runs what it ran.</summary>
    NotSwapped,

    /// <summary>Variants and providers were measured and one was chosen.</summary>
    Measured,

    /// <summary>Generations were given up.</summary>
    Pruned,
}
