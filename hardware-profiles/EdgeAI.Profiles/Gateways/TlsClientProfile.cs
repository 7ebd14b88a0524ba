namespace EdgeAI.Profiles.Gateways;

/// <summary>How a connection proves itself and whom it trusts. Files are PEM, relative to the profile's folder.</summary>
public sealed record TlsClientProfile
{
    /// <summary>The authorities that may have issued the server's certificate; null: those that the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The client's own certificate; null: it stays anonymous.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of 'certificateFile', not readable by others.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name that the server's certificate must bear; null: the host that is dialled.</summary>
    public string? ServerName { get; init; }
}
