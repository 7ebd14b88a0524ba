using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>Whether the server certificate in the folder still serves.</summary>
internal static class ServerNeeds
{
    /// <summary>Reads it; false when there is none or it does not belong to its key.</summary>
    /// <exception cref="GatewayException">Others may read the key.</exception>
    public static bool TryRead(IdentityFolder folder, [NotNullWhen(true)] out X509Certificate2? certificate)
    {
        certificate = null;
        if (!File.Exists(folder.ServerCertificate) || !File.Exists(folder.ServerKey))
        {
            return false;
        }

        _ = PrivateFile.Read(folder.ServerKey);
        try
        {
            certificate = PemCertificates.ReadWithKey(folder.ServerCertificate, folder.ServerKey);
            return true;
        }
        catch (GatewayException)
        {
            // Damaged, or half of a pair after a power cut: issued again.
            return false;
        }
    }

    /// <summary>Whether another should be issued: little life left, from another authority, or for other names.</summary>
    public static bool Renewal(X509Certificate2 certificate, DeviceRegistry registry, IReadOnlyList<string> names, DateTimeOffset now)
        => now < certificate.NotBefore
            || now > certificate.NotAfter - ((certificate.NotAfter - certificate.NotBefore) / 3)
            || !certificate.IssuerName.RawData.AsSpan().SequenceEqual(registry.Issuing.Certificate.SubjectName.RawData)
            || names.Any(name => !certificate.MatchesHostname(name, allowCommonName: false));
}
