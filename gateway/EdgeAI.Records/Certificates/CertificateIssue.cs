using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Records.Certificates;

/// <summary>Makes the certificates of an authority (RFC 5280), a gateway's or the city's: its own, the one that carries trust to its successor, servers' and clients'.</summary>
public static class CertificateIssue
{
    // RFC 5280, section 4.1.2.2: positive, at most 20 octets. 16 random ones never meet twice.
    private const int SerialBytes = 16;

    /// <summary>An authority's own certificate; it may have one authority below it, for its successor.</summary>
    /// <param name="owner">Whose authority it is, the first words of its name: "EdgeAI gateway".</param>
    /// <param name="key">Its key.</param>
    /// <param name="from">Valid from then.</param>
    /// <param name="until">Valid until then.</param>
    public static X509Certificate2 Root(string owner, IAuthorityKey key, DateTimeOffset from, DateTimeOffset until)
    {
        CertificateRequest request = AuthorityRequest(key.PublicKey, NameOf(owner, key), pathLength: 1);
        return request.Create(request.SubjectName, new AuthoritySignature(key), from, until, NewSerial());
    }

    /// <summary>A successor's name and key, signed by the authority before it: whoever trusts only the old one follows this to the new one.</summary>
    public static X509Certificate2 Cross(X509Certificate2 successor, X509Certificate2 authority, IAuthorityKey authorityKey, DateTimeOffset from, DateTimeOffset until)
    {
        CertificateRequest request = AuthorityRequest(successor.PublicKey.ExportSubjectPublicKeyInfo(), successor.SubjectName, pathLength: 0);
        request.CertificateExtensions.Add(AuthorityIdentifier(authority));
        return request.Create(authority.SubjectName, new AuthoritySignature(authorityKey), from, until, NewSerial());
    }

    /// <summary>A TLS server's certificate for DNS names and IP addresses.</summary>
    public static X509Certificate2 Server(PublicKey publicKey, IReadOnlyList<string> names, X509Certificate2 authority, IAuthorityKey authorityKey, DateTimeOffset from, DateTimeOffset until)
    {
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        return Leaf(NamedOnly(names[0]), publicKey, CertificateVerification.ServerPurpose, alternatives.Build(), authority, authorityKey, from, until);
    }

    /// <summary>A device's certificate; its name is the subject's common name.</summary>
    public static X509Certificate2 Device(string name, PublicKey publicKey, X509Certificate2 authority, IAuthorityKey authorityKey, DateTimeOffset from, DateTimeOffset until)
        => Leaf(NamedOnly(name), publicKey, CertificateVerification.ClientPurpose, alternatives: null, authority, authorityKey, from, until);

    /// <summary>A gateway's certificate: its id is the subject's common name, its site the organization.</summary>
    public static X509Certificate2 Gateway(string gateway, string site, PublicKey publicKey, X509Certificate2 authority, IAuthorityKey authorityKey, DateTimeOffset from, DateTimeOffset until)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddOrganizationName(site);
        subject.AddCommonName(gateway);
        return Leaf(subject.Build(), publicKey, CertificateVerification.ClientPurpose, alternatives: null, authority, authorityKey, from, until);
    }

    private static X509Certificate2 Leaf(
        X500DistinguishedName subject, PublicKey publicKey, string purpose, X509Extension? alternatives, X509Certificate2 authority, IAuthorityKey authorityKey, DateTimeOffset from, DateTimeOffset until)
    {
        CertificateRequest request = new(subject, publicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, critical: false));
        request.CertificateExtensions.Add(AuthorityIdentifier(authority));
        if (alternatives is not null)
        {
            request.CertificateExtensions.Add(alternatives);
        }

        return request.Create(authority.SubjectName, new AuthoritySignature(authorityKey), from, until, NewSerial());
    }

    private static CertificateRequest AuthorityRequest(byte[] subjectPublicKeyInfo, X500DistinguishedName name, int pathLength)
    {
        PublicKey publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        CertificateRequest request = new(name, publicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLength, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, critical: false));
        return request;
    }

    // A name of its own for each authority, so that a verifier never takes one for the other.
    private static X500DistinguishedName NameOf(string owner, IAuthorityKey key) => NamedOnly($"{owner} authority {Convert.ToHexStringLower(SHA256.HashData(key.PublicKey).AsSpan(0, 8))}");

    private static X500DistinguishedName NamedOnly(string commonName)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(commonName);
        return subject.Build();
    }

    private static X509AuthorityKeyIdentifierExtension AuthorityIdentifier(X509Certificate2 authority)
        => X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First());

    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
