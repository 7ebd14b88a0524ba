using System.Net;
using System.Security.Cryptography;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Gateway.Identity;
using EdgeAI.Tests.Gateway.Identity;

namespace EdgeAI.Tests.Gateway.Downlink;

public sealed class ArtifactServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Artifact_Served_IsFetchedByTheSameDownloadAndResumed()
    {
        byte[] content = RandomNumberGenerator.GetBytes(200_000);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        ArtifactStore store = new(_folder.Path);
        await File.WriteAllBytesAsync(store.StagingPathOf(hash), content, TestContext.Current.CancellationToken);
        store.Adopt(hash);
        await using ArtifactServer server = await ArtifactServer.StartAsync(new ArtifactOptions { Port = 0 }, store, null);
        using (StagingFile half = StagingFile.Open(_folder["robot"]))
        {
            half.Append(content.AsSpan(0, 123_456));
            half.Sync();
        }

        ArtifactDownload download = new(_client) { Url = new Uri($"http://127.0.0.1:{server.Port}/artifacts/{hash}"), Bytes = content.Length, Sha256 = hash, Path = _folder["robot"] };
        Assert.Equal(DownloadEnd.Complete, await download.TryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(content.Length - 123_456, download.Received);
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["robot"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("artifacts/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("artifacts/..%2f..%2fetc%2fpasswd")]
    [InlineData("artifacts/staging")]
    [InlineData("artifacts/")]
    [InlineData("")]
    public async Task Artifact_ThatIsNone_IsNotFound(string path)
    {
        await using ArtifactServer server = await ArtifactServer.StartAsync(new ArtifactOptions { Port = 0 }, new ArtifactStore(_folder.Path), null);

        using HttpResponseMessage answer = await _client.GetAsync(new Uri($"http://127.0.0.1:{server.Port}/{path}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Server_OnAnAddressOfAnotherMachine_IsRefusedInOneLineWithTheMend()
    {
        using AuthorityFixture authority = await AuthorityFixture.CreateAsync();
        using DeviceDirectory directory = authority.Open();

        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(() => ArtifactServer.StartAsync(new ArtifactOptions { Host = "203.0.113.7", Port = 0 }, new ArtifactStore(_folder.Path), directory));

        Assert.StartsWith("203.0.113.7:0 cannot be listened on for artifacts", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("an address of this machine", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Artifact_OverTls_IsServedToEnrolledDevicesOnly()
    {
        using AuthorityFixture authority = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await authority.EnrollAsync("robot-1");
        using DeviceDirectory directory = authority.Open();
        ArtifactStore store = new(_folder.Path);
        string hash = new('a', 64);
        await File.WriteAllBytesAsync(store.StagingPathOf(hash), new byte[100], TestContext.Current.CancellationToken);
        store.Adopt(hash);
        await using ArtifactServer server = await ArtifactServer.StartAsync(new ArtifactOptions { Host = "0.0.0.0", Port = 0 }, store, directory);
        Uri address = new($"https://localhost:{server.Port}/artifacts/{hash}");

        Assert.Equal(100, (await GetAsync(address, robot, authority)).Length);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(address, robot with { CertificateFile = null, KeyFile = null }, authority));
        await authority.Authority.RevokeDeviceAsync("robot-1");
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(address, robot, authority));
    }

    [Fact]
    public async Task Server_OnAnotherAddressWithoutTls_IsRefused()
    {
        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(() => ArtifactServer.StartAsync(new ArtifactOptions { Host = "0.0.0.0", Port = 0 }, new ArtifactStore(_folder.Path), null));

        Assert.Contains("TLS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_Full_GivesUpTheOldestThatNobodyNeeds()
    {
        ArtifactStore store = new(_folder.Path);
        string[] hashes = [.. Enumerable.Range(0, 3).Select(static number => new string((char)('a' + number), 64))];
        foreach (string hash in hashes)
        {
            File.WriteAllBytes(store.StagingPathOf(hash), new byte[100]);
            store.Adopt(hash);
            File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "artifacts", hash), new DateTime(2026, 1, 1 + hash[0] - 'a', 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.True(store.TryMakeRoom(100, 300, new HashSet<string> { hashes[0] }));
        Assert.False(store.TryMakeRoom(250, 300, new HashSet<string> { hashes[0] }));

        Assert.True(store.TryFind(hashes[0], out _));
        Assert.False(store.TryFind(hashes[1], out _));
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private static async Task<byte[]> GetAsync(Uri address, TlsClientOptions options, AuthorityFixture authority)
    {
        using SocketsHttpHandler handler = new() { SslOptions = TlsClient.Load(options, authority.Time).ForSsl() };
        using HttpClient client = new(handler);
        return await client.GetByteArrayAsync(address, TestContext.Current.CancellationToken);
    }
}
