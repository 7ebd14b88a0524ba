using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation.Checks;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class LocalAuthorityTests
{
    [Fact]
    public async Task Keys_Written_AreTheirOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        using DeviceDirectory directory = fixture.Open();
        string[] keys = Directory.GetFiles(fixture.Folder.Path, "*.key");
        Assert.Equal(2, keys.Length);
        foreach (string key in keys)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }
    }

    [Theory]
    [InlineData("server.key")]
    [InlineData("authority-*.key")]
    public async Task Open_KeyThatOthersMayRead_IsRefusedInOneLine(string pattern)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        fixture.Open().Dispose();
        string key = Assert.Single(Directory.GetFiles(fixture.Folder.Path, pattern));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        GatewayException refused = Assert.Throws<GatewayException>(() => fixture.Open());
        Assert.Equal($"the private key {key} can be read or changed by others: chmod 600 {key}, and if they may have seen it, make a new one", refused.Message);
    }

    [Theory]
    [InlineData(true, UnixFileMode.GroupWrite)]
    [InlineData(true, UnixFileMode.OtherWrite)]
    [InlineData(false, UnixFileMode.GroupWrite)]
    [InlineData(false, UnixFileMode.OtherWrite)]
    public async Task Open_RegistryOrFolderThatOthersMayWrite_IsRefusedInOneLine(bool isFile, UnixFileMode extra)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        string path = isFile ? fixture.Folder.Registry : fixture.Folder.Path;
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | extra);
        string expected = $"{path} can be changed by others, who could let any device in: chmod go-w {path}, and look at what it holds: EdgeAI.Gateway devices";
        Assert.Equal(expected, Assert.Throws<GatewayException>(() => fixture.Open()).Message);
        Assert.Equal(expected, (await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.InitAsync(force: true))).Message);
        Finding told = Assert.Single(IdentityCheck.Examine(new GatewayOptions { Id = "gateway", Site = "site", SpoolFolder = "none", Identity = fixture.Options, Time = fixture.Time }));
        Assert.Equal(expected, told.Text);
    }

    [Fact]
    public async Task Open_DamagedRegistry_IsRefusedInOneLine()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        File.WriteAllText(fixture.Folder.Registry, "{}");
        Assert.Contains("is damaged (version 0, not 1)", Assert.Throws<GatewayException>(() => fixture.Open()).Message, StringComparison.Ordinal);
        File.Delete(fixture.Folder.Registry);
        Assert.Contains("make the authority with: EdgeAI.Gateway ca init", Assert.Throws<GatewayException>(() => fixture.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegistryFile_AnyDamage_IsReadOrNamedAndNeverThrowsOtherwise()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        await fixture.EnrollAsync("robot-1", publish: ["a/#"]);
        byte[] good = File.ReadAllBytes(fixture.Folder.Registry);
        string path = fixture["damaged.json"];
        Random random = new(20261130);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = [.. good.AsSpan(0, random.Next(4) == 0 ? random.Next(good.Length) : good.Length)];
            for (int change = random.Next(4); change >= 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : good[random.Next(good.Length)];
            }

            File.WriteAllBytes(path, bytes);
            try
            {
                RegistryFile.Read(path);
            }
            catch (GatewayException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
                refused++;
            }
        }

        Assert.True(refused > 1000, $"{refused} of 3000 refused");
    }

    [Fact]
    public async Task Init_WhereAnAuthorityIs_IsRefusedUnlessForced()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        Assert.Contains("there is an authority in", (await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.InitAsync(force: false))).Message, StringComparison.Ordinal);
        await fixture.Authority.InitAsync(force: true);
    }

    [Theory]
    [InlineData("local", 30, "a/#", "'local' is not a device's name")]
    [InlineData("Robot 1", 30, "a/#", "'Robot 1' is not a device's name")]
    [InlineData("robot-1", 0, "a/#", "0 days is no life for a certificate: use 1 to 397")]
    [InlineData("robot-1", 30, "a/#/b", "--publish 'a/#/b' is not a topic filter")]
    public async Task Enroll_BadInput_IsRefusedInOneLine(string name, int days, string filter, string expected)
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(() => fixture.EnrollAsync(name, days, publish: [filter]));
        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enroll_FromManyProcessesAtOnce_LosesNone()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => fixture.EnrollAsync($"robot-{index}")));
        Assert.Equal(20, RegistryFile.Read(fixture.Folder.Registry).Devices.Count);
    }

    [Fact]
    public async Task Enroll_Again_KeepsPermissionsAndTheCertificateBeforeAndForgetsOldOnes()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        await fixture.EnrollAsync("robot-1", days: 1, publish: ["a/#"]);
        await fixture.EnrollAsync("robot-1", days: 1);
        EnrolledDevice device = RegistryFile.Read(fixture.Folder.Registry).Devices["robot-1"];
        Assert.Equal(["a/#"], device.Publish);
        Assert.Equal(2, device.Certificates.Length);
        fixture.Time.Now = SetTime.Start.AddDays(40);
        await fixture.EnrollAsync("robot-1", days: 1);
        Assert.Single(RegistryFile.Read(fixture.Folder.Registry).Devices["robot-1"].Certificates);
    }

    [Fact]
    public async Task Revoke_Unknown_IsRefusedInOneLine()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.RevokeDeviceAsync("nobody"));
        await Assert.ThrowsAsync<GatewayException>(() => fixture.Authority.RevokeSerialAsync("00"));
    }

    [Fact]
    public async Task AuthorityKeys_OfAModule_SignWhatDevicesAccept()
    {
        using AuthorityFixture files = await AuthorityFixture.CreateAsync();
        ModuleKeys module = new();
        IdentityOptions options = new() { Folder = files["module"], AuthorityKeys = module };
        LocalAuthority authority = new(options, files.Time);
        await authority.InitAsync(force: false);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        IssuedCertificate issued = await authority.EnrollAsync("robot-1", new PublicKey(key), 30, null, null);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(issued.Certificate);
        X509Certificate2Collection roots = [];
        roots.ImportFromPem(issued.Authorities);
        Assert.True(CertificateVerification.TryVerify(certificate, null, roots, CertificateVerification.ClientPurpose, SetTime.Start, out string? reason), reason);
        Assert.Empty(Directory.GetFiles(options.Folder, "*.key"));

        module.Away = true;
        await Assert.ThrowsAsync<GatewayException>(() => authority.EnrollAsync("robot-2", new PublicKey(key), 30, null, null));
    }

    [Fact]
    public void SigningRequest_AnyBytes_IsReadOrNamed()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string good = SigningRequest.Write("robot-1", key);
        Assert.True(SigningRequest.TryRead(good, out _, out _));
        using RSA weak = RSA.Create(1024);
        Assert.False(SigningRequest.TryRead(new CertificateRequest("CN=x", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(), out _, out _));
        Random random = new(20261130);
        for (int round = 0; round < 2000; round++)
        {
            char[] text = good.ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(33, 127);
            if (SigningRequest.TryRead(text, out PublicKey? publicKey, out string? reason))
            {
                Assert.NotNull(publicKey);
            }
            else
            {
                Assert.DoesNotContain('\n', reason);
            }
        }
    }
}
