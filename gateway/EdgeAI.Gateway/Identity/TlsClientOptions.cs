using EdgeAI.Profiles;
using EdgeAI.Profiles.Gateways;

namespace EdgeAI.Gateway.Identity;

/// <summary>How a client of ours proves itself and whom it trusts; <see cref="TlsClient"/> loads it. Every file is PEM.</summary>
public sealed record TlsClientOptions
{
    /// <summary>The authorities that may have issued the server's certificate, one or more in a file; nothing for those that the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The client's own certificate, followed by intermediate ones if there are any; nothing to stay anonymous.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's private key; it must not be readable by others. Goes with <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name that the server's certificate must bear; nothing for the host that is dialled.</summary>
    public string? ServerName { get; init; }

    /// <summary>The options that a profile gives; its files are relative to the profile's folder.</summary>
    public static TlsClientOptions From(Profile profile, TlsClientProfile tls)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(tls);
        return new TlsClientOptions
        {
            AuthorityFile = PathOf(tls.AuthorityFile),
            CertificateFile = PathOf(tls.CertificateFile),
            KeyFile = PathOf(tls.KeyFile),
            ServerName = tls.ServerName,
        };

        string? PathOf(string? file) => file is null ? null : profile.PathOf(file);
    }
}
