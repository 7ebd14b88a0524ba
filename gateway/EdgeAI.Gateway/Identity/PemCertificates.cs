using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>Certificates as PEM files hold them.</summary>
internal static class PemCertificates
{
    /// <summary>Every certificate of a file; at least one.</summary>
    /// <exception cref="GatewayException">The file cannot be read or holds none.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(PublicFile.Read(path));
        }
        catch (CryptographicException exception)
        {
            throw new GatewayException($"{path} is damaged ({exception.Message}): write PEM certificates into it", exception);
        }

        return certificates.Count > 0 ? certificates : throw new GatewayException($"{path} holds no certificate: write PEM certificates into it");
    }

    /// <summary>A file's first certificate with its private key from another file.</summary>
    /// <exception cref="GatewayException">A file cannot be read, others may read the key, or the two do not belong together.</exception>
    public static X509Certificate2 ReadWithKey(string certificatePath, string keyPath)
    {
        string certificate = PublicFile.Read(certificatePath);
        string key = PrivateFile.Read(keyPath);
        try
        {
            X509Certificate2 read = X509Certificate2.CreateFromPem(certificate, key);
            if (!OperatingSystem.IsWindows())
            {
                return read;
            }

            // Windows's TLS takes no key that lives in memory only.
            using (read)
            {
                return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new GatewayException($"{certificatePath} and {keyPath} are not a certificate and its private key ({exception.Message.ReplaceLineEndings(" ")}): write both in PEM", exception);
        }
    }
}
