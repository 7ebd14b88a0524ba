using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class RotationTests
{
    [Fact]
    public async Task ServerCertificate_OfTheOperatorExpired_IsRotatedWhileConnectionsGoOn()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using (DeviceDirectory issuing = fixture.Open(options => options with { ServerDays = 1 }))
        {
            File.Copy(fixture.Folder.ServerCertificate, fixture["own.crt"]);
            File.Copy(fixture.Folder.ServerKey, fixture["own.key"]);
        }

        using DeviceDirectory directory = fixture.Open(options => options with { ServerCertificateFile = fixture["own.crt"], ServerKeyFile = fixture["own.key"] });
        await using TlsEcho server = new(directory);
        await using SslStream before = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        fixture.Time.Now = SetTime.Start.AddDays(2);
        TlsClient client = TlsClient.Load(robot, fixture.Time);
        await Assert.ThrowsAnyAsync<Exception>(() => server.ConnectAsync(client));
        Assert.Contains("expired 2026-12-01T12:00:00Z", client.LastError, StringComparison.Ordinal);

        using (DeviceDirectory issuing = fixture.Open())
        {
            File.Copy(fixture.Folder.ServerKey, fixture["own.key"], overwrite: true);
            File.Copy(fixture.Folder.ServerCertificate, fixture["own.crt"], overwrite: true);
        }

        await using SslStream after = await server.ConnectAsync(client);
        await TlsEcho.EchoAsync(before);
        await TlsEcho.EchoAsync(after);
    }

    [Fact]
    public async Task ServerCertificate_OfTheAuthorityNearItsEnd_IsRenewedByItself()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1", days: 300);
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        await using SslStream before = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        Assert.Equal(SetTime.Start.AddDays(90), directory.Snapshot().ServerExpires);
        fixture.Time.Now = SetTime.Start.AddDays(61);
        await using SslStream after = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        Assert.Equal(SetTime.Start.AddDays(151), directory.Snapshot().ServerExpires);
        await TlsEcho.EchoAsync(before);
    }

    [Fact]
    public async Task ServerCertificate_HalfOfItsPairDamaged_LeavesTheLastGoodOneInForce()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        File.WriteAllText(fixture.Folder.ServerCertificate, "-----BEGIN CERTIFICATE-----\nrubbish");
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(robot, fixture.Time));
        Assert.Contains("server.crt", directory.Snapshot().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_Rotated_KeepsDevicesOfBothUntilTheOldOnesEnd()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions old = await fixture.EnrollAsync("old", days: 300);
        string keyBefore = Assert.Single(Directory.GetFiles(fixture.Folder.Path, "authority-*.key"));
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        await using SslStream open = await server.ConnectAsync(TlsClient.Load(old, fixture.Time));
        Assert.Equal(SetTime.Start.AddDays(60), await fixture.Authority.RotateAsync(TimeSpan.FromDays(60)));
        Assert.False(File.Exists(keyBefore));
        TlsClientOptions fresh = await fixture.EnrollAsync("fresh", days: 300);

        // The old device trusts the old authority only, the fresh one both; neither was told of the other.
        Assert.Single(PemCertificates.Read(old.AuthorityFile!));
        Assert.Equal(2, PemCertificates.Read(fresh.AuthorityFile!).Count);
        AtomicFile.Write(fresh.AuthorityFile!, PemCertificates.Read(fresh.AuthorityFile!)[0].ExportCertificatePem());
        await using SslStream first = await server.ConnectAsync(TlsClient.Load(old, fixture.Time));
        await using SslStream second = await server.ConnectAsync(TlsClient.Load(fresh, fixture.Time));
        await TlsEcho.EchoAsync(open);
        Assert.Contains("trusted until 2027-01-29", (await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.RotateAsync(TimeSpan.FromDays(1)))).Message, StringComparison.Ordinal);

        fixture.Time.Now = SetTime.Start.AddDays(61);
        await TlsEcho.EndsAsync(open);
        await TlsEcho.EchoAsync(second);
        TlsClientOptions oldWithNewTrust = old with { AuthorityFile = fresh.AuthorityFile };
        await Assert.ThrowsAnyAsync<Exception>(() => server.ConnectAsync(TlsClient.Load(oldWithNewTrust, fixture.Time)));
        Assert.Contains("'old' does not come from an authority that is trusted here", directory.Snapshot().LastRefusal, StringComparison.Ordinal);
        await using SslStream third = await server.ConnectAsync(TlsClient.Load(fresh, fixture.Time));
    }

    [Fact]
    public async Task Authority_WhoseKeyIsLost_IsReplacedWithoutOverlap()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        File.Delete(Assert.Single(Directory.GetFiles(fixture.Folder.Path, "authority-*.key")));
        Assert.Contains("is not in", (await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.RotateAsync(TimeSpan.FromDays(60)))).Message, StringComparison.Ordinal);
        await fixture.Authority.RotateAsync(TimeSpan.Zero);
        await fixture.EnrollAsync("robot-1");
    }

    [Fact]
    public async Task Authority_ThatExpired_IssuesNothingAndNamesTheMend()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        fixture.Time.Now = SetTime.Start.AddYears(11);
        const string Expected = "the authority expired 2036-11-30 12:00 UTC: make the next one with: EdgeAI.Gateway ca rotate --overlap 0, and enrol the devices again";
        Assert.Equal(Expected, (await Assert.ThrowsAsync<GatewayException>(() => fixture.EnrollAsync("robot-1"))).Message);
        Assert.Equal(Expected, (await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.RotateAsync(TimeSpan.FromDays(60)))).Message);
        await fixture.Authority.RotateAsync(TimeSpan.Zero);
        await fixture.EnrollAsync("robot-1");
    }

    [Fact]
    public async Task Authority_RotatedWithoutOverlap_TrustsNothingOfTheOldOne()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions old = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        await using TlsEcho server = new(directory);
        await using SslStream open = await server.ConnectAsync(TlsClient.Load(old, fixture.Time));
        await fixture.Authority.RotateAsync(TimeSpan.Zero);
        TlsClientOptions again = await fixture.EnrollAsync("robot-2");
        await using SslStream stream = await server.ConnectAsync(TlsClient.Load(again, fixture.Time));
        await TlsEcho.EndsAsync(open);
        await Assert.ThrowsAnyAsync<Exception>(() => server.ConnectAsync(TlsClient.Load(old with { AuthorityFile = again.AuthorityFile }, fixture.Time)));
        Assert.Contains("does not come from an authority that is trusted here", directory.Snapshot().LastRefusal, StringComparison.Ordinal);
    }

    // The handshake was judged by the old authority, the name is asked for by the new one.
    [Fact]
    public async Task Authority_RotatedWithoutOverlap_RefusesWhoShookHandsBefore()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        using X509Certificate2 shown = AuthorityFixture.CertificateOf(robot);
        Assert.True(directory.TryIdentify(shown, "any", out DeviceIdentity? device, out _));
        Assert.Null(directory.EndOf(device));
        await fixture.Authority.RotateAsync(TimeSpan.Zero);
        directory.Look();
        Assert.False(directory.TryIdentify(shown, "any", out _, out string? reason));
        Assert.Matches("^the certificate of 'robot-1', serial [0-9A-F]{32}, does not come from an authority that is trusted here any more: enrol the device again$", reason);
        Assert.Equal(reason, directory.EndOf(device));
    }
}
