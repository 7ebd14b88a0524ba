using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A chain of seals that begins again is told, also where that comes with another file (SPOOL.md, "Seals").</summary>
public sealed class SpoolChainRestartTests : IDisposable
{
    private const int PageSize = 4096;

    private readonly SpoolFixture _fixture = new();
    private readonly RecordSigningKey _key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);

    public void Dispose()
    {
        _key.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Chains_OfAFileReplacedAtTheStart_AreToldBesideTheReplacement()
    {
        await FillAsync();
        Destroy(page: 1);
        using RecordSpool spool = Open();
        AssertTold(spool);
    }

    [Fact]
    public async Task Chains_OfAFileReplacedWhileTheSpoolRuns_AreToldBesideTheReplacement()
    {
        await FillAsync();
        long root = _fixture.Scalar("SELECT rootpage FROM sqlite_master WHERE name='records_telemetry'");
        Destroy(root);
        using RecordSpool spool = Open();
        Assert.Equal((0, ""), (spool.Snapshot().ChainsBegunAgain, spool.Snapshot().LastError));
        _fixture.Execute("UPDATE chains SET sequence=sequence+1");
        SpoolFixture.ReadAll(spool);
        Assert.True(spool.Step());
        AssertTold(spool);
    }

    private static void AssertTold(RecordSpool spool)
    {
        SpoolStatistics now = spool.Snapshot();
        Assert.Contains("404 records are carried over", now.Salvaged, StringComparison.Ordinal);
        Assert.StartsWith(now.Salvaged, now.LastError, StringComparison.Ordinal);
        Assert.Contains("they begin again", now.LastError, StringComparison.Ordinal);
        Assert.Equal(4, now.ChainsBegunAgain);
    }

    private RecordSpool Open() => _fixture.Open(options => options with { IsStepped = true, Signer = _key, SealWithin = TimeSpan.FromHours(1) });

    private async Task FillAsync()
    {
        using RecordSpool spool = Open();
        for (ulong number = 1; number <= 20; number++)
        {
            Task<StoreStatus> stored = SpoolLaneTests.StoreMixedAsync(spool, number, 20);
            Assert.True(spool.Step());
            Assert.Equal(StoreStatus.Stored, await stored);
        }
    }

    private void Destroy(long page)
    {
        byte[] file = File.ReadAllBytes(_fixture.File);
        file.AsSpan((int)(page - 1) * PageSize, PageSize).Fill(0xA5);
        File.WriteAllBytes(_fixture.File, file);
    }
}
