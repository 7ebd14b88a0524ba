using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class UplinkTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public UplinkTlsTests()
    {
        CertificateRequest request = new("CN=city authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        File.WriteAllText(_folder["authority.crt"], _authority.ExportCertificatePem());
    }

    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Uplink_OverTls_DeliversToWhomItsAuthorityVouchesFor()
    {
        await using TestCity city = new();
        await city.StartAsync();
        using TlsFront front = Front(city);
        await using UplinkRig rig = new(UplinkRig.Options with { Upstreams = [To(front, "localhost")] });
        rig.Start();
        rig.Add(500);
        await rig.AssertDeliveredAsync(city);
    }

    [Fact]
    public async Task Uplink_CertificateOfAnotherName_IsNotSpokenTo()
    {
        await using TestCity city = new();
        await city.StartAsync();
        using TlsFront front = Front(city);
        await using UplinkRig rig = new(UplinkRig.Options with { Upstreams = [To(front, "city.example")] });
        rig.Start();
        rig.Add(500);
        await Eventually.HoldsAsync(() => rig.Statistics.FailedConnections > 1, "it tries");
        Assert.Contains("not for 'city.example'", rig.Statistics.LastError, StringComparison.Ordinal);
        Assert.Equal(500, rig.Waiting);
    }

    private UpstreamOptions To(TlsFront front, string name) => new()
    {
        Host = "127.0.0.1",
        Port = front.Port,
        Tls = new TlsClientOptions { AuthorityFile = _folder["authority.crt"], ServerName = name },
    };

    private TlsFront Front(TestCity city)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 issued = request.Create(_authority, DateTimeOffset.UnixEpoch.AddYears(51), DateTimeOffset.UnixEpoch.AddYears(79), [1, 2, 3]);
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        return new TlsFront(X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null), city.Port);
    }
}
