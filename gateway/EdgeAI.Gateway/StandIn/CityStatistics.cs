using System.Collections.Immutable;
using EdgeAI.Records;

namespace EdgeAI.Gateway.StandIn;

/// <summary>What the stand-in has received since it was started.</summary>
public sealed record CityStatistics
{
    /// <summary>The batches that were whole, repeated ones included.</summary>
    public long Batches { get; init; }

    /// <summary>The records with a name not seen before.</summary>
    public long Records { get; init; }

    /// <summary>Those of them that hold no robot's frame, but what a gateway says of itself.</summary>
    public long OwnRecords { get; init; }

    /// <summary>The records whose name was seen before: counted once, however often they came.</summary>
    public long Duplicates { get; init; }

    /// <summary>The records whose frame says that its world is simulated.</summary>
    public long Simulated { get; init; }

    /// <summary>The records whose frame says that it was recorded earlier and is played again.</summary>
    public long Replayed { get; init; }

    /// <summary>The records whose frame has no readable header.</summary>
    public long UnreadableFrames { get; init; }

    /// <summary>The holes in the gateways' sequences.</summary>
    public long Missing { get; init; }

    /// <summary>The payloads that were no whole batch, by reason; they were answered with 0x99 and not counted.</summary>
    public ImmutableSortedDictionary<GatewayBatchRejection, long> Rejected { get; init; } = ImmutableSortedDictionary<GatewayBatchRejection, long>.Empty;

    /// <summary>The spools that sent.</summary>
    public ImmutableArray<CityGateway> Gateways { get; init; } = [];

    /// <summary>The streams, by robot, board and stream.</summary>
    public ImmutableArray<CityStream> Streams { get; init; } = [];
}
