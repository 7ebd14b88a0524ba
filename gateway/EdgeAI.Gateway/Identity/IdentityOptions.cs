namespace EdgeAI.Gateway.Identity;

/// <summary>Where the local certificate authority and the registry of devices lie, and how certificates are made.</summary>
public sealed record IdentityOptions
{
    /// <summary>The folder of the authority and the registry.</summary>
    public required string Folder { get; init; }

    /// <summary>The DNS names and IP addresses that devices reach this gateway by; they go into its certificate. The machine's name is always there.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = ["localhost", "127.0.0.1"];

    /// <summary>The operator's own server certificate, PEM, followed by intermediate ones; nothing to let the local authority issue it.</summary>
    public string? ServerCertificateFile { get; init; }

    /// <summary>The private key of <see cref="ServerCertificateFile"/>, PEM.</summary>
    public string? ServerKeyFile { get; init; }

    /// <summary>How long a server certificate of the local authority is valid, in days, 1 to 397; renewed when a third is left.</summary>
    public int ServerDays { get; init; } = 90;

    /// <summary>How long a device's renewed certificate is valid, in days, 1 to 397.</summary>
    public int DeviceDays { get; init; } = 30;

    /// <summary>How often the files are looked at, beside each handshake.</summary>
    public TimeSpan WatchPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the authority's keys live; nothing for files in <see cref="Folder"/>.</summary>
    public IAuthorityKeys? AuthorityKeys { get; init; }
}
