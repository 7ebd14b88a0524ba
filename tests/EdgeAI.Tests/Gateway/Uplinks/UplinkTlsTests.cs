using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Uplinks;
using MQTTnet.Server;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class UplinkTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private int _port;

    public UplinkTlsTests()
    {
        CertificateRequest request = new("CN=city authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
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
        using MqttServer server = await StartAsync();
        await using UplinkRig rig = new(UplinkRig.Options with { Upstreams = [To("localhost")] });
        rig.Start();
        rig.Add(500);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, $"everything is acknowledged: {rig.Statistics}");
        await server.StopAsync(new MqttServerStopOptions());
    }

    [Fact]
    public async Task Uplink_CertificateOfAnotherName_IsNotSpokenTo()
    {
        using MqttServer server = await StartAsync();
        await using UplinkRig rig = new(UplinkRig.Options with { Upstreams = [To("city.example")] });
        rig.Start();
        rig.Add(500);
        await Eventually.HoldsAsync(() => rig.Statistics.FailedConnections > 1, "it tries");
        Assert.Contains("not for 'city.example'", rig.Statistics.LastError, StringComparison.Ordinal);
        Assert.Equal(500, rig.Waiting);
        await server.StopAsync(new MqttServerStopOptions());
    }

    private UpstreamOptions To(string name) => new()
    {
        Host = "127.0.0.1",
        Port = _port,
        Tls = new TlsClientOptions { AuthorityFile = _folder["authority.crt"], ServerName = name },
    };

    private async Task<MqttServer> StartAsync()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 issued = request.Create(_authority, DateTimeOffset.UnixEpoch.AddYears(51), DateTimeOffset.UnixEpoch.AddYears(89), [1, 2, 3]);
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithEncryptedEndpoint()
            .WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None)
            .WithEncryptedEndpointPort(0)
            .WithEncryptionCertificate(withKey.Export(X509ContentType.Pfx))
            .Build();
        MqttServer server = new MqttServerFactory().CreateMqttServer(options);
        server.InterceptingPublishAsync += static args =>
        {
            args.ProcessPublish = false;
            return Task.CompletedTask;
        };
        await server.StartAsync();
        _port = options.TlsEndpointOptions.Port;
        return server;
    }
}
