namespace EdgeAI.Gateway.Downlink;

/// <summary>What artifacts may take, and where they are served.</summary>
public sealed record ArtifactOptions
{
    /// <summary>The address that artifacts are served on; other than loopback only with TLS.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The TCP port that artifacts are served on; 0 for any free one, null for none: then artifacts are refused.</summary>
    public int? Port { get; init; }

    /// <summary>The largest artifact, in bytes.</summary>
    public long MaximumArtifactBytes { get; init; } = 1L << 30;

    /// <summary>What all artifacts may take, in bytes; those that no open rollout names go first.</summary>
    public long MaximumStoreBytes { get; init; } = 4L << 30;

    /// <summary>What stays free on the disk, in bytes.</summary>
    public long MinimumFreeBytes { get; init; } = 256L << 20;

    /// <summary>How long a download is tried again before it is given up.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long one artifact is fetched at a time while others wait for their turn.</summary>
    public TimeSpan TurnTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a server may send nothing before the attempt is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause before the first new attempt; doubles with each.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The hosts that artifacts may be fetched from; empty for any.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
}
