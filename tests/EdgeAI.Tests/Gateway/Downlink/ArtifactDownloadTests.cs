using System.Security.Cryptography;
using EdgeAI.Gateway.Downlink.Artifacts;

namespace EdgeAI.Tests.Gateway.Downlink;

public sealed class ArtifactDownloadTests : IDisposable
{
    private const int Length = 300_000;
    private const int Chunk = 16_384;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly byte[] _content = new byte[Length];
    private readonly MoodyHttp _server;

    public ArtifactDownloadTests()
    {
        new Random(1).NextBytes(_content);
        _server = new MoodyHttp(_content);
    }

    [Fact]
    public async Task Download_Whole_IsCompleteAndTheSame()
    {
        Assert.Equal(DownloadEnd.Complete, await NewDownload().TryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["a"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_CutAtRandomBytesAndItsTailTorn_ResumesAtTheLastSyncedByte()
    {
        Random random = new(7);
        for (int seed = 0; seed < 20; seed++)
        {
            StagingFile.Remove(_folder["a"]);
            long servedBefore = _server.Served;
            int cuts = 0;
            _server.CutAfter = () =>
            {
                cuts++;
                return cuts > 12 ? null : random.Next(60_000);
            };
            DownloadEnd end;
            while ((end = await NewDownload().TryAsync(TestContext.Current.CancellationToken)) == DownloadEnd.Broken)
            {
                // What was not synced: gone, or zeros, as a power cut leaves it.
                long synced = SyncedLength();
                using FileStream file = new(_folder["a"], FileMode.Open);
                file.SetLength(synced + random.NextInt64(Math.Max(1, file.Length - synced)));
                file.SetLength(file.Length + random.Next(3) * 100);
            }

            Assert.Equal(DownloadEnd.Complete, end);
            Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["a"], TestContext.Current.CancellationToken));
            Assert.InRange(_server.Served - servedBefore, Length, Length + ((cuts + 1) * (Chunk + 65_536L)));
        }
    }

    [Fact]
    public async Task Download_OneByteWrong_IsThrownAway()
    {
        _server.Content = (byte[])_content.Clone();
        _server.Content[Length / 2] ^= 1;
        ArtifactDownload download = NewDownload();

        Assert.Equal(DownloadEnd.WrongHash, await download.TryAsync(TestContext.Current.CancellationToken));

        Assert.False(File.Exists(_folder["a"]));
        Assert.Contains("SHA-256", download.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Length - 1, false, DownloadEnd.WrongLength)]
    [InlineData(Length + 1, false, DownloadEnd.WrongLength)]
    [InlineData(Length + 100_000, true, DownloadEnd.WrongLength)]
    [InlineData(Length - 1, true, DownloadEnd.Broken)]
    public async Task Download_OfAnotherLength_IsNotTaken(int length, bool hidesLength, DownloadEnd expected)
    {
        _server.Content = [.. _content, .. new byte[100_000]];
        _server.Content = _server.Content[..length];
        _server.HidesLength = hidesLength;

        Assert.Equal(expected, await NewDownload().TryAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_ResumedAtAServerWithoutRanges_BeginsAnewAndIsComplete()
    {
        _server.TakesRanges = false;
        int cut = 150_000;
        _server.CutAfter = () => Interlocked.Exchange(ref cut, Length) is var now && now == Length ? null : now;

        Assert.Equal(DownloadEnd.Broken, await NewDownload().TryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(DownloadEnd.Complete, await NewDownload().TryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder["a"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_Redirected_FollowsAtMostThreeAndOnlyToAllowedHosts()
    {
        using MoodyHttp other = new([]) { Location = _server.Url.ToString() };
        Assert.Equal(DownloadEnd.Complete, await NewDownload(other.Url).TryAsync(TestContext.Current.CancellationToken));

        StagingFile.Remove(_folder["a"]);
        other.Location = other.Url.ToString();
        int before = other.Requests;
        Assert.Equal(DownloadEnd.Refused, await NewDownload(other.Url).TryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ArtifactDownload.MaximumRedirects + 1, other.Requests - before);

        foreach (string location in new[] { $"http://localhost:{_server.Port}/artifact", "ftp://127.0.0.1/artifact", "file:///etc/passwd" })
        {
            other.Location = location;
            Assert.Equal(DownloadEnd.Refused, await NewDownload(other.Url).TryAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("404 Not Found", DownloadEnd.Refused)]
    [InlineData("503 Service Unavailable", DownloadEnd.Broken)]
    [InlineData("416 Range Not Satisfiable", DownloadEnd.WrongLength)]
    public async Task Download_Refused_IsTriedAgainOrNotAsTheStatusSays(string status, DownloadEnd expected)
    {
        _server.Status = status;

        Assert.Equal(expected, await NewDownload().TryAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_WithoutRoom_IsNotBegun()
    {
        Assert.Equal(DownloadEnd.NoRoom, await NewDownload(minimumFree: long.MaxValue / 2).TryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task Download_NobodyThere_IsBroken()
    {
        _server.Dispose();

        Assert.Equal(DownloadEnd.Broken, await NewDownload().TryAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    private long SyncedLength()
    {
        byte[] mark = File.ReadAllBytes(_folder["a"] + ".synced");
        return mark.Length < 12 ? 0 : BitConverter.ToInt64(mark);
    }

    private ArtifactDownload NewDownload(Uri? url = null, long minimumFree = 0) => new(_client)
    {
        Url = url ?? _server.Url,
        Bytes = Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(_content)),
        Path = _folder["a"],
        ChunkBytes = Chunk,
        MinimumFreeBytes = minimumFree,
        AllowedHosts = ["127.0.0.1"],
    };
}
