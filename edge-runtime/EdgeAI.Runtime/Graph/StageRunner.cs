using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Graph;

/// <summary>What is counted about one stage, whatever it takes and decides.</summary>
/// <param name="name">The stage's name in the profile.</param>
/// <param name="outlet">Where its decisions go.</param>
public abstract class StageRunner(string name, DecisionOutlet outlet)
{
    /// <summary>The stage's name in the profile.</summary>
    public string Name { get; } = name;

    /// <summary>Where the stage's decisions go.</summary>
    public DecisionOutlet Outlet { get; } = outlet;

    /// <summary>Readings that the stage took.</summary>
    public long Taken { get; protected set; }

    /// <summary>Decisions that were published.</summary>
    public long Published { get; protected set; }

    /// <summary>Decisions that were withheld because their oldest input was older than allowed.</summary>
    public long TooOld { get; protected set; }

    /// <summary>Readings that did not fit the stage.</summary>
    public long Unusable { get; protected set; }

    /// <summary>From the newest input's stamp to the decision's publication.</summary>
    public LatencyHistogram Latency { get; } = new();
}
