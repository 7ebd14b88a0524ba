namespace EdgeAI.Profiles.Gateways;

/// <summary>The local certificate authority and the registry of devices (gateway/IDENTITY.md).</summary>
public sealed record IdentityProfile
{
    /// <summary>The folder of the authority and the registry, relative to the working folder; created where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The names and IP addresses that devices reach this gateway by; they go into its certificate.</summary>
    public required IReadOnlyList<string> ServerNames { get; init; }

    /// <summary>The operator's own server certificate, PEM, relative to the profile's folder; null: the local authority issues one.</summary>
    public string? ServerCertificateFile { get; init; }

    /// <summary>The key of 'serverCertificateFile', PEM, relative to the profile's folder.</summary>
    public string? ServerKeyFile { get; init; }

    /// <summary>How long a server certificate of the local authority is valid, in days; renewed when a third is left.</summary>
    public required int ServerDays { get; init; }

    /// <summary>How long a device's renewed certificate is valid, in days.</summary>
    public required int DeviceDays { get; init; }
}
