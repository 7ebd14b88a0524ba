using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Records.Certificates;

namespace EdgeAI.City.Enrolment;

/// <summary>
/// The city's certificate authority, in a folder: it issues the gateways' certificates for the brokers, and the brokers' own, and writes the list of
/// those that are revoked. Thread-safe.
/// </summary>
internal sealed class CityAuthority : IDisposable
{
    private const string CertificateName = "authority.crt";
    private const string KeyName = "authority.key";
    private const string RevocationsName = "revoked.crl";

    // A clock here that is a little ahead of a gateway's must not make a certificate that is not valid there yet.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RootLife = TimeSpan.FromDays(3653);

    // A broker refuses everybody once the list is older: it is written anew each day.
    private static readonly TimeSpan RevocationsLife = TimeSpan.FromDays(30);

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly IAuthorityKey _key;

    private CityAuthority(string folder, X509Certificate2 certificate, IAuthorityKey key, TimeProvider time)
    {
        _folder = folder;
        Certificate = certificate;
        _key = key;
        _time = time;
    }

    /// <summary>The authority's own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate as PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>SHA-256 of the certificate, in hexadecimal: what a gateway is given with its token.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData));

    /// <summary>The file of the revocation list, for brokers.</summary>
    public string RevocationsFile => Path.Combine(_folder, RevocationsName);

    /// <summary>Opens the authority of a folder; makes one where there is none.</summary>
    /// <exception cref="CityException">Its files are damaged, or others may read the key.</exception>
    public static CityAuthority Open(string folder, TimeProvider time)
    {
        OwnerFile.MakeFolder(folder);
        string keyFile = Path.Combine(folder, KeyName);
        string certificateFile = Path.Combine(folder, CertificateName);
        if (!File.Exists(certificateFile))
        {
            Make(keyFile, certificateFile, time);
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(OwnerFile.Read(keyFile, secret: true));
            X509Certificate2 certificate = X509Certificate2.CreateFromPem(OwnerFile.Read(certificateFile));
            return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
                ? new CityAuthority(folder, certificate, new FileAuthorityKey(key), time)
                : throw new CityException($"{keyFile} is not the key of {certificateFile}: bring back the files that belong together");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CityException($"{keyFile} and {certificateFile} are damaged ({exception.Message.ReplaceLineEndings(" ")}): bring them back from a copy", exception);
        }
    }

    /// <summary>Issues a gateway's certificate.</summary>
    public X509Certificate2 IssueGateway(string gateway, string site, PublicKey publicKey, TimeSpan life)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return CertificateIssue.Gateway(gateway, site, publicKey, Certificate, _key, now - Skew, now + life);
    }

    /// <summary>Issues a server's certificate with a key that is drawn for it.</summary>
    public X509Certificate2 IssueServer(IReadOnlyList<string> names, TimeSpan life)
    {
        DateTimeOffset now = _time.GetUtcNow();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 issued = CertificateIssue.Server(new PublicKey(key), names, Certificate, _key, now - Skew, now + life);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Writes the list of the revoked certificates (RFC 5280, section 5), PEM.</summary>
    public void WriteRevocations(IEnumerable<(byte[] Serial, DateTimeOffset Revoked)> revoked)
    {
        DateTimeOffset now = _time.GetUtcNow();
        CertificateRevocationListBuilder builder = new();
        foreach ((byte[] serial, DateTimeOffset at) in revoked)
        {
            builder.AddEntry(serial, at);
        }

        X509AuthorityKeyIdentifierExtension authority = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First());
        byte[] list = builder.Build(Certificate.SubjectName, new AuthoritySignature(_key), new BigInteger(now.ToUnixTimeMilliseconds()), now + RevocationsLife, HashAlgorithmName.SHA256, authority, now - Skew);
        OwnerFile.Write(RevocationsFile, PemEncoding.WriteString("X509 CRL", list) + "\n");
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    // The key first, and never written over: where its certificate is gone, every certificate that it signed may still be in use.
    private static void Make(string keyFile, string certificateFile, TimeProvider time)
    {
        if (File.Exists(keyFile))
        {
            throw new CityException($"{keyFile} is there and {certificateFile} is not: bring it back from a copy (gateways and brokers have it as their authority), or move the key away to make a new authority");
        }

        DateTimeOffset now = time.GetUtcNow();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using FileAuthorityKey authority = new(key);
        using X509Certificate2 root = CertificateIssue.Root("EdgeAI city", authority, now - Skew, now + RootLife);
        OwnerFile.Write(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n", secret: true, isNew: true);
        OwnerFile.Write(certificateFile, root.ExportCertificatePem() + "\n", isNew: true);
    }
}
