namespace EdgeAI.Profiles.Gateways;

/// <summary>The broker that the gateway forwards to.</summary>
public sealed record UpstreamProfile
{
    /// <summary>The broker's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The broker's TCP port; 0 lets the city's stand-in choose a free one.</summary>
    public required int Port { get; init; }

    /// <summary>How many records may be on their way without an acknowledgement.</summary>
    public required int Window { get; init; }
}
