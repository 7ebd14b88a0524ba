using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class CertificateRenewalTests
{
    [Fact]
    public async Task Request_OfTheDeviceItself_IsAnsweredWithACertificateForItsKey()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions files = await fixture.EnrollAsync("robot-1", days: 2);
        using DeviceDirectory directory = fixture.Open();
        Assert.True(directory.TryIdentify(AuthorityFixture.CertificateOf(files), "", out DeviceIdentity? device, out _));
        BusOfOne bus = new();
        CertificateRenewal renewal = new("site", directory, bus, fixture.Time);
        fixture.Time.Now = SetTime.Start.AddDays(1);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(renewal.Handles("edgeai/v1/site/robot-1/certificate/request"));
        Assert.False(renewal.Handles("edgeai/v1/site/robot-1/batch"));
        Assert.Null(await AskAsync(renewal, device, "robot-1", SigningRequest.Write("whatever it says", key)));
        (string topic, string text) = Assert.Single(bus.Sent);
        Assert.Equal("edgeai/v1/site/robot-1/certificate", topic);
        using X509Certificate2 issued = X509Certificate2.CreateFromPem(text, key.ExportPkcs8PrivateKeyPem());
        Assert.Equal("CN=robot-1", issued.Subject);
        Assert.Equal(SetTime.Start.AddDays(31), issued.NotAfter.ToUniversalTime());
        directory.Look();
        Assert.True(directory.TryIdentify(issued, "", out _, out string? reason), reason);
        Assert.Contains("once a minute", await AskAsync(renewal, device, "robot-1", SigningRequest.Write("x", key)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_OfAnotherOrARevokedDevice_IsRefused()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions files = await fixture.EnrollAsync("robot-1", publish: ["edgeai/v1/site/#"]);
        using DeviceDirectory directory = fixture.Open();
        Assert.True(directory.TryIdentify(AuthorityFixture.CertificateOf(files), "", out DeviceIdentity? device, out _));
        BusOfOne bus = new();
        CertificateRenewal renewal = new("site", directory, bus, fixture.Time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string request = SigningRequest.Write("robot-1", key);
        Assert.NotNull(await AskAsync(renewal, device, "robot-2", request));
        Assert.True(directory.TryIdentify(null, "", out DeviceIdentity? local, out _));
        Assert.NotNull(await AskAsync(renewal, local, "robot-1", request));
        Assert.NotNull(await AskAsync(renewal, device, "robot-1", "rubbish"));
        await fixture.Authority.RevokeDeviceAsync("robot-1");
        Assert.Contains("revoked", await AskAsync(renewal, device, "robot-1", request), StringComparison.Ordinal);
        Assert.Empty(bus.Sent);
    }

    private static Task<string?> AskAsync(CertificateRenewal renewal, DeviceIdentity device, string name, string request)
        => renewal.HandleAsync(device, $"edgeai/v1/site/{name}/certificate/request", Encoding.ASCII.GetBytes(request));
}
