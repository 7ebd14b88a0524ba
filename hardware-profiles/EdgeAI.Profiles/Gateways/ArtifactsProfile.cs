namespace EdgeAI.Profiles.Gateways;

/// <summary>What artifacts may take, and where they are served.</summary>
public sealed record ArtifactsProfile
{
    /// <summary>The address that artifacts are served on: loopback.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port that artifacts are served on; 0 lets an embedded gateway choose a free one.</summary>
    public required int Port { get; init; }

    /// <summary>The largest artifact, in megabytes (10^6 bytes).</summary>
    public required int MaximumArtifactMegabytes { get; init; }

    /// <summary>What all artifacts may take, in megabytes (10^6 bytes).</summary>
    public required int MaximumStoreMegabytes { get; init; }

    /// <summary>What stays free on the disk, in megabytes (10^6 bytes).</summary>
    public required int MinimumFreeMegabytes { get; init; }

    /// <summary>How long one artifact is fetched at a time while others wait for their turn.</summary>
    public required double TurnSeconds { get; init; }

    /// <summary>The hosts that artifacts may be fetched from; empty for any.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }
}
