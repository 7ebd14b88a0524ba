using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A spool that is an old copy begins a new epoch: what waits is carried over under new numbers (SPOOL.md, "A new epoch").</summary>
public sealed class SpoolEpochTests : IDisposable
{
    private const int Batches = 20;
    private const int Frames = 20;

    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task BeginEpoch_WhatWaits_IsCarriedOverInOrderUnderNewNumbersFrom1()
    {
        using RecordSpool spool = _fixture.Open();
        await FillAsync(spool);
        SpoolFixture.Release(spool, 100);
        await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 75, "the first are let go");
        List<ReadRecord> before = Ordered(spool);
        long epoch = spool.Identity.Epoch;

        SpoolIdentity begun = await BeginEpochAsync(spool);
        Assert.NotEqual(epoch, begun.Epoch);
        Assert.Equal(begun, spool.Identity);
        List<ReadRecord> after = Ordered(spool);
        Assert.Equal(Enumerable.Range(1, 75).Select(static number => (long)number), after.Select(static record => record.Sequence));
        Assert.Equal(before.Select(Content), after.Select(Content));
        Assert.Contains($"goes on under epoch {begun.Epoch}: 75 records are carried over, none is lost", spool.Snapshot().Salvaged, StringComparison.Ordinal);

        // What the robots sent is remembered, and what comes next goes on behind what was carried over.
        Assert.Equal(StoreStatus.AlreadyStored, await SpoolLaneTests.StoreMixedAsync(spool, 7, Frames));
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 100, Frames));
        Assert.Equal(75 + Frames, spool.Snapshot().LastSequence);
    }

    [Fact]
    public async Task BeginEpoch_ThenAStart_GoesOnInTheNewEpoch()
    {
        SpoolIdentity begun;
        using (RecordSpool spool = _fixture.Open())
        {
            await FillAsync(spool);
            begun = await BeginEpochAsync(spool);
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(begun, again.Identity);
        Assert.Equal(Batches * Frames, again.Snapshot().Depth);
        Assert.Empty(SpoolFixture.ReadLosses(again));
        Assert.True(EpochFile.TryRead(_fixture.Folder, out EpochMark mark));
        Assert.Equal(begun, mark.Identity);
    }

    [Fact]
    public async Task BeginEpoch_ALossThatWaits_NamesNumbersOfTheNewEpochThatNothingElseHas()
    {
        using RecordSpool spool = _fixture.Open(options => options with { Retention = new SpoolRetention { Telemetry = new LaneLimits { MaximumBytes = 8 << 10 } } });
        for (ulong number = 1; number <= 60; number++)
        {
            await SpoolFixture.StoreBatchAsync(spool, number);
        }

        List<DeclaredLoss> before = SpoolFixture.ReadLosses(spool);
        Assert.NotEmpty(before);
        await BeginEpochAsync(spool);
        List<DeclaredLoss> after = SpoolFixture.ReadLosses(spool);
        Assert.Equal(before.Select(static loss => (loss.Class, loss.Reason, loss.Count, loss.EarliestReceivedUtcNanoseconds)), after.Select(static loss => (loss.Class, loss.Reason, loss.Count, loss.EarliestReceivedUtcNanoseconds)));

        // Records and losses together take every number once: nothing is missing, nothing is declared lost that is there.
        HashSet<long> taken = [.. SpoolFixture.ReadRecords(spool).Select(static record => record.Sequence)];
        foreach (DeclaredLoss loss in after)
        {
            Assert.Equal(loss.Count, loss.Last - loss.First + 1);
            for (long sequence = loss.First; sequence <= loss.Last; sequence++)
            {
                Assert.True(taken.Add(sequence), $"{sequence} is there and declared lost");
            }
        }

        Assert.Equal(spool.Snapshot().LastSequence, taken.Count);
    }

    [Fact]
    public async Task BeginEpoch_AReleaseOfOldNumbers_LetsGoOfNothingNew()
    {
        using RecordSpool spool = _fixture.Open(options => options with { IsStepped = true });
        Task<StoreStatus> stored = SpoolFixture.StoreFrameAsync(spool, 1);
        while (spool.Step())
        {
        }

        Assert.Equal(StoreStatus.Stored, await stored);
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        bool begun = false;
        lane.Release(1, 1);
        spool.BeginEpoch(_ => begun = true);
        while (spool.Step())
        {
        }

        Assert.True(begun);
        Assert.Equal(1, spool.Snapshot().Depth);
        Assert.Equal(1, lane.Oldest);
    }

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256)]
    [InlineData(AlgorithmSuite.Sm3Sm2)]
    public async Task BeginEpoch_OfASpoolThatSeals_WhatIsCarriedOverHasItsProofAndEachChainNamesTheLastSealBefore(AlgorithmSuite suite)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        using SealedCity city = new(key.PublicKey);
        using RecordSpool spool = _fixture.Open(options => options with { IsStepped = true, Signer = key, SealRecords = 40, SealWithin = TimeSpan.FromHours(1) });
        await StepAsync(spool, SpoolLaneTests.StoreMixedAsync(spool, 1, 100, RecordClass.Telemetry));
        await StepAsync(spool, SpoolLaneTests.StoreMixedAsync(spool, 2, 5, RecordClass.Safety));
        long before = spool.Identity.Epoch;
        city.TakeAll(spool);

        // What waits then: more than one seal of a class, of which the city has the last, less than one of another.
        await StepAsync(spool, SpoolLaneTests.StoreMixedAsync(spool, 3, 90, RecordClass.Telemetry));
        await StepAsync(spool, SpoolLaneTests.StoreMixedAsync(spool, 4, 7, RecordClass.Bulk));
        byte[] none = new byte[ProofLengths.Digest];
        byte[] last = new byte[ProofLengths.Digest];
        TakeWithoutRelease(spool, city);
        RecordHash.Create(suite).Hash(Assert.Single(city.LastSeals).Value, last);
        bool begun = false;
        spool.BeginEpoch(_ => begun = true);
        while (spool.Step())
        {
        }

        Assert.True(begun);
        Assert.Equal(0, spool.Snapshot().Unsealed);
        Assert.DoesNotContain("begin again", spool.Snapshot().LastError, StringComparison.Ordinal);
        await StepAsync(spool, SpoolLaneTests.StoreMixedAsync(spool, 5, 40, RecordClass.Safety));
        using SealedCity after = new(key.PublicKey);
        after.TakeAll(spool);
        Assert.Matches($@"\Acomplete: {after.Records.Count} records, {after.Records.Count} attested, {after.Seals.Count()} seals\z", after.Verify());
        foreach (IGrouping<RecordClass, ReadRecord> seals in after.Seals.GroupBy(static seal => seal.Class))
        {
            Assert.True(Seal.TryRead(seals.First().Frame, out Seal first));
            Assert.True(first.Begins);
            Assert.Equal((0, before), (first.PreviousSequence, first.EpochBefore));
            Assert.Equal(seals.Key == RecordClass.Telemetry ? last : none, first.PreviousDigest.ToArray());
        }

        Assert.Equal([RecordClass.Safety, RecordClass.Telemetry, RecordClass.Bulk], after.Seals.Select(static seal => seal.Class).Distinct().Order());
    }

    [Fact]
    public async Task BeginEpoch_ThenAStartWithAKey_SealsFromThereOnAndNamesTheEpochBefore()
    {
        long before;
        using (RecordSpool spool = _fixture.Open())
        {
            before = spool.Identity.Epoch;
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 100, RecordClass.Telemetry));
            await BeginEpochAsync(spool);
        }

        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        using SealedCity city = new(key.PublicKey);
        using RecordSpool sealing = _fixture.Open(options => options with { IsStepped = true, Signer = key, SealRecords = 40 });
        Assert.DoesNotContain("begin again", sealing.Snapshot().LastError, StringComparison.Ordinal);
        await StepAsync(sealing, SpoolLaneTests.StoreMixedAsync(sealing, 100, 40, RecordClass.Telemetry));
        city.TakeAll(sealing);
        Assert.Equal($"not-attested gateway {sealing.Identity.Epoch} telemetry 1-100 100\ncomplete: 141 records, 41 attested, 1 seals, 100 not-attested", city.Verify());
        Assert.True(Seal.TryRead(city.Seals.Single().Frame, out Seal seal));
        Assert.Equal((100, before), (seal.PreviousSequence, seal.EpochBefore));
    }

    private static void TakeWithoutRelease(RecordSpool spool, SealedCity city)
    {
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        using GatewayBatchWriter batch = new(spool.Identity.Gateway, spool.Identity.Epoch, 1 << 20);
        Assert.True(lane.Read(0, long.MaxValue, 1000, batch) > 0);
        city.Take(batch.Finish().Span);
    }

    private static async Task StepAsync(RecordSpool spool, Task<StoreStatus> stored)
    {
        while (spool.Step())
        {
        }

        Assert.Equal(StoreStatus.Stored, await stored);
    }

    private static async Task<SpoolIdentity> BeginEpochAsync(RecordSpool spool)
    {
        TaskCompletionSource<SpoolIdentity> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        spool.BeginEpoch(begun.SetResult);
        return await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static List<ReadRecord> Ordered(RecordSpool spool) => [.. SpoolFixture.ReadRecords(spool).OrderBy(static record => record.Sequence)];

    private static string Content(ReadRecord record) => $"{record.Kind} {record.Class} {record.Robot} {record.RobotBoot} {record.Stamp} {Convert.ToHexString(record.Frame)}";

    private static async Task FillAsync(RecordSpool spool)
    {
        for (ulong number = 1; number <= Batches; number++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, number, Frames));
        }
    }
}
