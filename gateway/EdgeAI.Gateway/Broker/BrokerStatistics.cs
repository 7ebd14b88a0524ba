using System.Collections.Immutable;

namespace EdgeAI.Gateway.Broker;

/// <summary>What the broker has taken and refused since it was started.</summary>
public sealed record BrokerStatistics
{
    /// <summary>The connections open now.</summary>
    public int Connections { get; init; }

    /// <summary>The connections that were taken, from the first on.</summary>
    public long Connects { get; init; }

    /// <summary>The connections that were refused or ended, by reason; reasons that never occurred are absent.</summary>
    public ImmutableSortedDictionary<ConnectionEnd, long> EndedBy { get; init; } = ImmutableSortedDictionary<ConnectionEnd, long>.Empty;

    /// <summary>The publishes that were acknowledged; all of them are on disk.</summary>
    public long Acknowledged { get; init; }

    /// <summary>The publishes that were refused, all reasons together.</summary>
    public long Refused { get; init; }

    /// <summary>The refused publishes by reason; reasons that never occurred are absent.</summary>
    public ImmutableSortedDictionary<PublishRefusal, long> RefusedBy { get; init; } = ImmutableSortedDictionary<PublishRefusal, long>.Empty;

    /// <summary>The publishes that were taken and are not answered yet.</summary>
    public int InFlight { get; init; }

    /// <summary>The bytes of those, and of the long packets that are half received.</summary>
    public long InFlightBytes { get; init; }

    /// <summary>How often a connection was not read for a while because it went beyond a rate.</summary>
    public long Throttled { get; init; }

    /// <summary>The subscriptions held now.</summary>
    public int Subscriptions { get; init; }

    /// <summary>The subscriptions that were refused.</summary>
    public long SubscriptionsRefused { get; init; }

    /// <summary>The messages written to local subscribers.</summary>
    public long Delivered { get; init; }

    /// <summary>The messages to local subscribers that were dropped: the reader was slow, or takes no packet of that size.</summary>
    public long Dropped { get; init; }
}
