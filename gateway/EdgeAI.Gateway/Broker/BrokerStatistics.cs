using System.Collections.Immutable;

namespace EdgeAI.Gateway.Broker;

/// <summary>What the broker has taken and refused since it was started.</summary>
public sealed record BrokerStatistics
{
    /// <summary>The connections open now.</summary>
    public int Connections { get; init; }

    /// <summary>The publishes that were acknowledged; all of them are on disk.</summary>
    public long Acknowledged { get; init; }

    /// <summary>The publishes that were refused, all reasons together.</summary>
    public long Refused { get; init; }

    /// <summary>The refused publishes by reason; reasons that never occurred are absent.</summary>
    public ImmutableSortedDictionary<PublishRefusal, long> RefusedBy { get; init; } = ImmutableSortedDictionary<PublishRefusal, long>.Empty;
}
