using EdgeAI.Device.Messages;

namespace EdgeAI.Perception.Stages;

/// <summary>When a bridge carries a force.</summary>
public sealed record ForceOptions
{
    /// <summary>The unit that readings must have and thresholds are in: <see cref="Unit.Newton"/> for a calibrated bridge, <see cref="Unit.Count"/> for a bare one.</summary>
    public Unit Unit { get; init; } = Unit.Newton;

    /// <summary>The magnitude at which a force begins, in <see cref="Unit"/>, more than zero.</summary>
    public double Begin { get; init; } = 5.0;

    /// <summary>The magnitude below which it ends, in <see cref="Unit"/>, more than zero, at most <see cref="Begin"/>.</summary>
    public double End { get; init; } = 3.0;

    /// <summary>Readings after which an unchanged state is published again, 1 or more (1 publishes all).</summary>
    public int HeartbeatReadings { get; init; } = 80;
}
