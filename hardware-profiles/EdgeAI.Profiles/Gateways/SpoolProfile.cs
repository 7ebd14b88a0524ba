namespace EdgeAI.Profiles.Gateways;

/// <summary>The gateway's durable store on disk.</summary>
public sealed record SpoolProfile
{
    /// <summary>The folder that holds the spool, relative to the profile's folder; created where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The most that the spool takes on disk, in megabytes (10^6 bytes).</summary>
    public required int MaximumMegabytes { get; init; }
}
