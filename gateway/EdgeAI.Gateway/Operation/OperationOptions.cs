namespace EdgeAI.Gateway.Operation;

/// <summary>How a gateway is watched from outside.</summary>
public sealed record OperationOptions
{
    /// <summary>The loopback TCP port of <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>; 0 for any free one, nothing for none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Where metrics are pushed to by OTLP over gRPC, for example http://localhost:4317; nothing to push none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>How often metrics are pushed.</summary>
    public TimeSpan OtlpPeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the gateway looks at itself: for readiness, for the watchdog and for the log.</summary>
    public TimeSpan PulsePeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long publishes may wait without one being answered before the gateway counts as stalled: not live, and the watchdog not fed.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a reason of refusals, drops or ended connections is logged at most, with its count.</summary>
    public TimeSpan LogPeriod { get; init; } = TimeSpan.FromSeconds(10);
}
