using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Records.Certificates;

/// <summary>A certificate signing request (PKCS#10, RFC 2986) as PEM. Only its public key counts; who asks is known by other means.</summary>
public static class SigningRequest
{
    /// <summary>The longest request that is read, in characters.</summary>
    public const int MaximumLength = 8192;

    // NIST SP 800-57 part 1: what still protects today.
    private const int MinimumRsaBits = 2048;
    private const int MinimumEcdsaBits = 256;

    /// <summary>Writes the request of a key for a name.</summary>
    public static string Write(string name, ECDsa key)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(name);
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    /// <summary>Takes the public key out of a request whose signature proves that the sender holds the private one.</summary>
    public static bool TryRead(ReadOnlySpan<char> pem, [NotNullWhen(true)] out PublicKey? publicKey, [NotNullWhen(false)] out string? reason)
    {
        publicKey = null;
        if (pem.Length > MaximumLength)
        {
            reason = $"a signing request has at most {MaximumLength} characters, not {pem.Length}";
            return false;
        }

        try
        {
            CertificateRequest request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
            using ECDsa? ecdsa = request.PublicKey.GetECDsaPublicKey();
            using RSA? rsa = request.PublicKey.GetRSAPublicKey();
            reason = ecdsa?.KeySize >= MinimumEcdsaBits || rsa?.KeySize >= MinimumRsaBits ? null : $"its key is neither ECDSA of {MinimumEcdsaBits} bits nor RSA of {MinimumRsaBits} or more";
            publicKey = reason is null ? request.PublicKey : null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            reason = $"not a signing request in PEM whose signature holds ({exception.Message.ReplaceLineEndings(" ")})";
        }

        return reason is null;
    }
}
