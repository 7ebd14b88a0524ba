namespace EdgeAI.Profiles.Gateways;

/// <summary>How the gateway is watched from outside (gateway/OPERATION.md).</summary>
public sealed record OperationProfile
{
    /// <summary>The loopback TCP port of /metrics, /healthz and /readyz; 0 lets an embedded gateway choose a free one; null: there is none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Where metrics are pushed to by OTLP over gRPC; null: nowhere.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>How often metrics are pushed.</summary>
    public required double OtlpPeriodSeconds { get; init; }

    /// <summary>How often the gateway looks at itself.</summary>
    public required double PulsePeriodSeconds { get; init; }

    /// <summary>How long publishes may wait without one being answered before the gateway counts as stalled.</summary>
    public required double StallAfterSeconds { get; init; }

    /// <summary>How often a reason of refusals or drops is logged at most, with its count.</summary>
    public required double LogPeriodSeconds { get; init; }
}
