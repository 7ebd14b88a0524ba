using EdgeAI.Gateway.Spool;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>How long a publish waits for others to share its sync. Time passes only when the test says so.</summary>
public sealed class SpoolLingerTests : IDisposable
{
    private const int Publishes = 50;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly SpoolFixture _fixture = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
    private int _commits;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Linger_OneLonePublish_IsStoredWhenItIsOver()
    {
        using RecordSpool spool = Open();
        Task<StoreStatus> stored = await BeginLingerAsync(spool);
        Assert.Equal(0, Volatile.Read(ref _commits));
        _time.Pass(Linger);
        Assert.Equal(StoreStatus.Stored, await Bounded(stored));
        Assert.Equal(1, _commits);
    }

    [Fact]
    public async Task Linger_ManyPublishesBeforeItIsOver_ShareOneTransaction()
    {
        using RecordSpool spool = Open();
        List<Task<StoreStatus>> stored = [await BeginLingerAsync(spool)];
        for (int publish = 2; publish <= Publishes; publish++)
        {
            stored.Add(SpoolFixture.StoreBatchAsync(spool, (ulong)publish));
            if (publish == Publishes / 2)
            {
                _time.Pass(Linger - Tick);
            }
        }

        Assert.Equal(0, Volatile.Read(ref _commits));
        _time.Pass(Tick);
        Assert.All(await Bounded(Task.WhenAll(stored)), status => Assert.Equal(StoreStatus.Stored, status));
        Assert.Equal((1, 3 * Publishes), (_commits, spool.Snapshot().LargestGroup));
    }

    [Fact]
    public async Task Linger_UtcJumps_LastsAsLongAsBefore()
    {
        using RecordSpool spool = Open();
        Task<StoreStatus> first = await BeginLingerAsync(spool);
        _time.Jump(TimeSpan.FromDays(730));
        _time.Pass(Linger - Tick);
        Task<StoreStatus> second = SpoolFixture.StoreBatchAsync(spool, 2);
        _time.Jump(TimeSpan.FromDays(-365));
        _time.Pass(Tick);
        Assert.All(await Bounded(Task.WhenAll(first, second)), status => Assert.Equal(StoreStatus.Stored, status));
        Assert.Equal(1, _commits);
    }

    [Theory]
    [InlineData(30, int.MaxValue)]
    [InlineData(int.MaxValue, 7000)]
    public async Task Linger_WhatWaitsFillsATransaction_EndsAndDoesNotBeginAgainForTheRest(int records, int bytes)
    {
        using RecordSpool spool = Open(options => options with { MaximumGroupRecords = records, MaximumGroupBytes = bytes });
        List<Task<StoreStatus>> stored = [await BeginLingerAsync(spool)];
        stored.AddRange(Enumerable.Range(2, 8).Select(publish => SpoolFixture.StoreBatchAsync(spool, (ulong)publish)));
        Assert.Equal(0, Volatile.Read(ref _commits));
        stored.Add(SpoolFixture.StoreBatchAsync(spool, 10, frames: 20));
        Assert.All(await Bounded(Task.WhenAll(stored)), status => Assert.Equal(StoreStatus.Stored, status));
        Assert.Equal(2, _commits);
    }

    [Fact]
    public async Task Linger_TheSpoolStops_StoresWhatWaitsAtOnce()
    {
        RecordSpool spool = Open();
        Task<StoreStatus> stored = await BeginLingerAsync(spool);
        spool.Dispose();
        Assert.Equal(StoreStatus.Stored, await Bounded(stored));
    }

    [Fact]
    public async Task Linger_AfterAReplacementThatRefusedWhatWaited_LastsAsLongAsBefore()
    {
        using ManualResetEventSlim isCommitting = new();
        using ManualResetEventSlim mayCommit = new();
        void Hold()
        {
            isCommitting.Set();
            Assert.True(mayCommit.Wait(TimeSpan.FromSeconds(30)), "the test lets it commit");
        }

        using RecordSpool spool = Open(options => options with { MaximumGroupRecords = 6, BeforeCommit = Hold });

        // The first transaction is held up, so that the others wait behind it when the file is replaced.
        Task<StoreStatus> first = await BeginLingerAsync(spool);
        _time.Pass(Linger);
        await Eventually.HoldsAsync(() => isCommitting.IsSet, "the first is on its way to the disk");
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        spool.BeginEpoch(_ => begun.SetResult());
        Task<StoreStatus>[] refused = [.. Enumerable.Range(2, 6).Select(publish => SpoolFixture.StoreBatchAsync(spool, (ulong)publish))];
        mayCommit.Set();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(StoreStatus.Stored, await Bounded(first));
        Assert.All(await Bounded(Task.WhenAll(refused)), status => Assert.Equal(StoreStatus.DiskError, status));

        Task<StoreStatus> stored = SpoolFixture.StoreBatchAsync(spool, 8);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Assert.False(stored.IsCompleted);
        _time.Pass(Linger);
        Assert.Equal(StoreStatus.Stored, await Bounded(stored));
        Assert.Equal(0, spool.Snapshot().InWriter);
    }

    private static Task<T> Bounded<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private async Task<Task<StoreStatus>> BeginLingerAsync(RecordSpool spool)
    {
        long before = _time.Looks;
        Task<StoreStatus> stored = SpoolFixture.StoreBatchAsync(spool, 1);
        await Eventually.HoldsAsync(() => _time.Looks > before, "the writer looks at the clock");
        return stored;
    }

    private RecordSpool Open(Func<SpoolOptions, SpoolOptions>? change = null)
    {
        SpoolOptions options = _fixture.Options with { MaximumLinger = Linger, Time = _time, BeforeCommit = () => Interlocked.Increment(ref _commits) };
        return RecordSpool.Open(change?.Invoke(options) ?? options);
    }
}
