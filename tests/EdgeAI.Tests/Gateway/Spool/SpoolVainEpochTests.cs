using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A new epoch is wanted and cannot begin: publishes are refused, and the writer rests, stops and goes on by itself (SPOOL.md, "A new epoch").</summary>
public sealed class SpoolVainEpochTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly SpoolFixture _fixture = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RecordSigningKey _key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
    private bool _begun;

    public void Dispose()
    {
        _key.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Epoch_ThatCannotBegin_IsTriedOnceAMinuteAndNothingElseIs()
    {
        using RecordSpool spool = Open(isStepped: true);
        await KilledSpool.StoreAsync(spool, 1);
        StandInTheWay();
        spool.BeginEpoch(_ => _begun = true);
        Assert.True(spool.Step());
        Assert.Contains("could not be replaced", spool.Snapshot().LastError, StringComparison.Ordinal);
        Assert.False(spool.Step());

        // The seal of what waits is due by now, and so is the policy's second.
        _time.Pass(TimeSpan.FromSeconds(10));
        Assert.False(spool.Step());
        Task<StoreStatus> refused = SpoolFixture.StoreBatchAsync(spool, 2);
        Assert.True(spool.Step());
        Assert.Equal(StoreStatus.DiskError, await refused);
        Assert.False(spool.Step());

        GoOutOfTheWay();
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.True(spool.Step());
        Assert.True(_begun);
        await KilledSpool.StoreAsync(spool, 2);
    }

    [Fact]
    public async Task Epoch_ThatCannotBegin_LetsTheWriterRest()
    {
        using RecordSpool spool = Open(isStepped: false);
        await BeginInVainAsync(spool);

        // What falls asleep for a second looks a few times; what spins, hundreds of times even on a slow machine.
        long before = _time.Looks;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(900));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Assert.InRange(_time.Looks - before, 0, 30);
    }

    [Fact]
    public async Task Epoch_ThatCannotBegin_KeepsNoStopWaiting()
    {
        SpoolIdentity identity;
        RecordSpool spool = Open(isStepped: false);
        identity = spool.Identity;
        await BeginInVainAsync(spool);
        await Task.Run(spool.Dispose, TestContext.Current.CancellationToken).WaitAsync(Bound, TestContext.Current.CancellationToken);

        GoOutOfTheWay();
        using RecordSpool again = Open(isStepped: true);
        Assert.Equal(identity, again.Identity);
        Assert.Equal([1, 2, 3], SpoolFixture.ReadAll(again));
    }

    [Fact]
    public async Task Epoch_ThatBeginsWhilePublishesWait_LeavesNoneInTheWriter()
    {
        using RecordSpool spool = _fixture.Open(options => options with { IsStepped = true, MaximumGroupRecords = 3 });
        Task<StoreStatus>[] refused = [.. Enumerable.Range(1, 4).Select(number => SpoolFixture.StoreBatchAsync(spool, (ulong)number))];
        spool.BeginEpoch(_ => _begun = true);
        Assert.True(spool.Step());
        Assert.True(_begun);
        Assert.All(await Task.WhenAll(refused), status => Assert.Equal(StoreStatus.DiskError, status));
        Assert.Equal((0, 4, 4), (spool.Snapshot().InWriter, spool.Snapshot().Settled, spool.Snapshot().RefusedDiskError));
        await KilledSpool.StoreAsync(spool, 1);
        Assert.Equal((0, 5), (spool.Snapshot().InWriter, spool.Snapshot().Settled));
    }

    [Fact]
    public async Task Epoch_OfABackupWithoutItsJournal_BeginsAndDeclaresWhatThatHeld()
    {
        using KilledSpool killed = await KilledSpool.WithBatchesAsync(5);
        killed.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        File.Delete(killed.Journal);
        bool fails = true;
        using RecordSpool spool = RecordSpool.Open(killed.Options with { IsStepped = true, BeforeCommit = () => Assert.False(fails, "the test fails this commit") });

        // The losses are to be declared with the first transaction, and the disk takes none.
        Assert.True(spool.Step());
        Assert.Equal(1, spool.Snapshot().FailedCommits);
        spool.BeginEpoch(_ => _begun = true);
        Assert.True(spool.Step());
        Assert.True(_begun, spool.Snapshot().LastError);
        fails = false;
        await KilledSpool.StoreAsync(spool, 6);

        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        Assert.Equal(Enum.GetValues<RecordClass>(), losses.Select(static loss => loss.Class));
        Assert.All(losses, static loss => Assert.True(loss is { Reason: LossReason.Unreadable, IsExact: false } && loss.Count == loss.Last - loss.First + 1, loss.ToString()));
        Assert.Equal(15 + 3, SpoolFixture.ReadAll(spool).Count);
    }

    private RecordSpool Open(bool isStepped) => _fixture.Open(options => options with { IsStepped = isStepped, Time = _time, Signer = _key });

    private async Task BeginInVainAsync(RecordSpool spool)
    {
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 1));
        StandInTheWay();
        spool.BeginEpoch(_ => _begun = true);
        await Eventually.HoldsAsync(() => spool.Snapshot().LastError.Contains("could not be replaced", StringComparison.Ordinal), "the new epoch cannot begin", () => spool.Snapshot().LastError);
        _time.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(StoreStatus.DiskError, await SpoolFixture.StoreBatchAsync(spool, 2));
    }

    // A folder where the new file is to be written: SQLite makes none there.
    private void StandInTheWay() => Directory.CreateDirectory(Blocked);

    private void GoOutOfTheWay() => Directory.Delete(Blocked);

    private string Blocked => _fixture.File + ".salvaging-sound";
}
