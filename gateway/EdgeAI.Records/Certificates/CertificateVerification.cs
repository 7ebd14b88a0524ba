using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Records.Certificates;

/// <summary>Judges a peer's certificate: validity at a given time, purpose, and a chain to one of given authorities and to no other.</summary>
public static class CertificateVerification
{
    /// <summary>Extended key usage of a TLS server (RFC 5280, section 4.2.1.12).</summary>
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    /// <summary>Extended key usage of a TLS client (RFC 5280, section 4.2.1.12).</summary>
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether the certificate is good; otherwise one line says why not.</summary>
    /// <param name="certificate">The peer's certificate.</param>
    /// <param name="offered">What the peer sent with it, to fill the chain; never trusted by itself.</param>
    /// <param name="authorities">The authorities to trust; nothing for those that the system trusts.</param>
    /// <param name="purpose">The extended key usage that it must have.</param>
    /// <param name="at">The time to judge it by.</param>
    /// <param name="reason">Why not.</param>
    public static bool TryVerify(
        X509Certificate2 certificate, X509Certificate2Collection? offered, X509Certificate2Collection? authorities, string purpose, DateTimeOffset at, [NotNullWhen(false)] out string? reason)
    {
        string name = NameOf(certificate);
        if (at < certificate.NotBefore)
        {
            reason = $"the certificate of {name} is not valid before {Text(certificate.NotBefore)}, and the clock here says {Text(at.UtcDateTime)}";
            return false;
        }

        if (at > certificate.NotAfter)
        {
            reason = $"the certificate of {name} expired {Text(certificate.NotAfter)}, and the clock here says {Text(at.UtcDateTime)}";
            return false;
        }

        if (!HasPurpose(certificate, purpose))
        {
            reason = $"the certificate of {name} is not for a {(purpose == ClientPurpose ? "client" : "server")}";
            return false;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (offered is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(offered);
        }

        bool good = TryBuild(chain, certificate);
        reason = good ? null : $"the certificate of {name} does not come from an authority that is trusted here ({string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct())})";
        foreach (X509ChainElement element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return good;
    }

    /// <summary>The subject's common name in quotes, cut to a length that a log can bear.</summary>
    public static string NameOf(X509Certificate2 certificate)
    {
        string name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return $"'{(name.Length > 64 ? name[..64] : name)}'";
    }

    private static bool TryBuild(X509Chain chain, X509Certificate2 certificate)
    {
        try
        {
            return chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool HasPurpose(X509Certificate2 certificate, string purpose)
        => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == purpose));

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
