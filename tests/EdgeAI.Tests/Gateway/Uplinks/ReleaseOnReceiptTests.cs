using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>The city's receipts trim the spool, and nothing else does (RECORDS.md, "Receipts"; UPLINKS.md).</summary>
public sealed class ReleaseOnReceiptTests : IDisposable
{
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(60);

    private readonly ReceiptWorld _world = new();

    [Fact]
    public void Puback_WithoutReceipt_MovesTheLaneOnAndKeepsTheRecords()
    {
        _world.Add(25);
        Assert.Equal(3, _world.Send().Count);
        Assert.Equal(25, _world.Waiting);
        Assert.Equal(25, _world.Release.UnreceiptedOf(_world.Telemetry));
        _world.Add(1);
        Assert.Equal(26, Assert.Single(_world.Send()).First);
    }

    [Fact]
    public void Receipt_OfSentBatches_ReleasesThemAndNoOthers()
    {
        _world.Add(30);
        List<ReceiptBatch> sent = _world.Send();
        _world.Receipt(sent[2], sent[0]);
        Assert.Equal(10, _world.Waiting);
        Assert.Equal(11, _world.Telemetry.Oldest);
        _world.Receipt(sent[1]);
        Assert.Equal(0, _world.Waiting);
        Assert.Equal((2L, 3L, 0L), (_world.Statistics.Received, _world.Statistics.Batches, _world.Statistics.PassedOver));
    }

    [Fact]
    public void Receipt_FasterThanThePuback_Releases()
    {
        _world.Add(5);
        (Delivery delivery, ReceiptBatch batch, _) = _world.Take()!.Value;
        _world.Receipt(batch);
        Assert.Equal(0, _world.Waiting);
        _world.Acknowledge(delivery);
        Assert.Empty(_world.Pass(20 * Resend));
        Assert.Equal(0, _world.Telemetry.ReleasedTwice);
    }

    [Fact]
    public void Receipt_OfABatchWhosePubackWasLost_ReleasesItOverTheNextConnection()
    {
        _world.Add(10);
        ReceiptBatch batch = _world.Take()!.Value.Batch;
        _world.Traffic.Window.Open(0, 0);
        _world.Receipt(batch);
        Assert.Equal(0, _world.Waiting);
        Assert.Empty(_world.Send());
    }

    [Theory]
    [InlineData(1, 9, 9)]
    [InlineData(2, 10, 9)]
    [InlineData(1, 10, 9)]
    [InlineData(1, 20, 20)]
    public void Receipt_OfABatchThatWasNotSentSo_IsPassedOver(long first, long last, int records)
    {
        _world.Add(30);
        _world.Send();
        _world.Receipt(new ReceiptBatch(RecordClass.Telemetry, first, last, (ushort)records), new ReceiptBatch(RecordClass.Safety, 1, 10, 10));
        Assert.Equal(30, _world.Waiting);
        Assert.Equal(2, _world.Statistics.PassedOver);
    }

    [Fact]
    public void Receipt_ThatComesAgain_IsPassedOver()
    {
        _world.Add(10);
        ReceiptBatch batch = Assert.Single(_world.Send());
        _world.Receipt(batch);
        _world.Receipt(batch);
        Assert.Equal((1L, 1L), (_world.Statistics.Batches, _world.Statistics.PassedOver));
        Assert.Equal(0, _world.Telemetry.ReleasedTwice);
    }

    [Fact]
    public void Receive_WhatIsNoReceiptOfTheCitysForThisSpool_ChangesNothingAndIsCountedWithItsReason()
    {
        _world.Add(10);
        ReceiptBatch batch = Assert.Single(_world.Send());
        byte[] sound = _world.Signed(ReceiptWorld.Identity, batch);
        byte[] forged = [.. sound];
        forged[^1] ^= 1;
        byte[] altered = [.. sound];
        altered[12] ^= 1;
        using RecordSigningKey stranger = RecordSigningKey.Create(AlgorithmSuite.Sm3Sm2);
        foreach (byte[] payload in (byte[][])[[], sound[..^1], forged, altered, ReceiptWorld.Signed(stranger, ReceiptWorld.Identity, batch), _world.Signed(new SpoolIdentity("gateway-2", 7), batch), _world.Signed(new SpoolIdentity("gateway", 6), batch)])
        {
            _world.Traffic.Receive(payload, _world.Now);
        }

        Assert.Equal(10, _world.Waiting);
        Assert.Equal(0, _world.Statistics.Received);
        Assert.Equal(
            [(ReceiptFault.Malformed, 2), (ReceiptFault.OtherGateway, 1), (ReceiptFault.OtherEpoch, 1), (ReceiptFault.UnknownKey, 1), (ReceiptFault.Forged, 2)],
            _world.Statistics.Rejected.Select(static pair => (pair.Key, (int)pair.Value)));
        _world.Traffic.Receive(sound, _world.Now);
        Assert.Equal(0, _world.Waiting);
    }

    [Fact]
    public void Silence_OfACityThatReceivesNothing_CostsOneBatchOfAClassAtGrowingPauses()
    {
        _world.Add(100_000);
        _world.Add(100, RecordClass.Safety);
        Assert.Equal(10_010, _world.Send().Count);
        Assert.Empty(_world.Pass(Resend - TimeSpan.FromSeconds(1)));

        // After 1 min, 3 min, 7 min, 15 min, and then every 16 min.
        List<ReceiptBatch> again = _world.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal([RecordClass.Safety, RecordClass.Telemetry], again.Select(static batch => batch.Class));
        Assert.All(again, static batch => Assert.Equal(10, batch.Records));
        Assert.Empty(_world.Pass((2 * Resend) - TimeSpan.FromSeconds(2)));
        Assert.InRange(_world.Pass(TimeSpan.FromDays(1)).Count, 2 * 85, 2 * 95);
        Assert.Equal(100_100, _world.Waiting);
    }

    [Fact]
    public void Silence_SentAgain_IsBacklog()
    {
        _world.Add(10);
        _world.Send();
        _world.Now += Resend + TimeSpan.FromSeconds(1);
        Assert.True(_world.Take()!.Value.IsBacklog);
    }

    [Fact]
    public void Silence_ThenACityAgainWithoutAnythingNew_AllIsSentAgainAndReceipted()
    {
        _world.Add(1000);
        _world.Send();
        _world.Pass(TimeSpan.FromHours(5));
        for (int minutes = 0; minutes < 60 && _world.Waiting > 0; minutes++)
        {
            _world.Receipt([.. _world.Pass(Resend), Nothing]);
        }

        Assert.Equal(0, _world.Waiting);
    }

    [Fact]
    public void Receipt_OfALaterBatch_SendsWhatItOvertookAgain()
    {
        _world.Add(20);
        List<ReceiptBatch> lost = _world.Send();
        _world.Now += TimeSpan.FromSeconds(30);
        _world.Add(10);
        _world.Receipt([.. _world.Send()]);
        Assert.Empty(_world.Pass(TimeSpan.FromSeconds(29)));
        _world.Now += TimeSpan.FromSeconds(2);
        _world.Add(10);
        _world.Receipt([.. _world.Send()]);
        Assert.Equal(lost, _world.Pass(TimeSpan.FromSeconds(2)));
        _world.Receipt([.. lost]);
        Assert.Equal(0, _world.Waiting);
    }

    [Fact]
    public void Receipts_OfACityThatIsSlowButInOrder_SendNothingAgain()
    {
        Queue<(TimeSpan At, ReceiptBatch Batch)> committed = new();
        int batches = 0;
        for (int second = 0; second < 3600; second++)
        {
            _world.Add(10);
            foreach (ReceiptBatch batch in _world.Pass(TimeSpan.FromSeconds(1)))
            {
                batches++;
                committed.Enqueue((_world.Now + TimeSpan.FromMinutes(10), batch));
            }

            while (committed.TryPeek(out (TimeSpan At, ReceiptBatch Batch) next) && next.At <= _world.Now)
            {
                _world.Receipt(committed.Dequeue().Batch);
            }
        }

        // In the ten minutes before the first receipt: after 1, 3 and 7.
        Assert.Equal(3600 + 3, batches);
        Assert.Equal(3, _world.Statistics.SentAgain);
    }

    [Fact]
    public void Batch_ThatNeverGetsAReceiptWhileOthersDo_IsSentAgainEverMoreRarely()
    {
        _world.Add(10);
        ReceiptBatch conflicting = Assert.Single(_world.Send());
        int again = 0;
        for (int second = 0; second < 4 * 3600; second++)
        {
            _world.Add(1);
            List<ReceiptBatch> sent = _world.Pass(TimeSpan.FromSeconds(1));
            again += sent.Count(batch => batch == conflicting);
            _world.Receipt([.. sent.Where(batch => batch != conflicting), Nothing]);
        }

        Assert.InRange(again, 10, 20);
        Assert.Equal(10, _world.Waiting);
    }

    [Fact]
    public void Memory_BatchesWithoutReceiptBeyondTheBound_AreMergedAndReceiptedAllTheSame()
    {
        using ReceiptWorld world = new(new UplinkOptions { BatchRecords = 1, JitterSeed = 1, ReceiptWithin = TimeSpan.FromHours(1) }, stretches: 100);
        world.Add(10_000);
        List<ReceiptBatch> sent = world.Send();
        Assert.Equal(10_000, sent.Count);
        foreach (ReceiptBatch batch in sent)
        {
            world.Receipt(batch);
        }

        Assert.Equal(0, world.Waiting);
        Assert.Equal(0, world.Statistics.SentAgain);
    }

    [Fact]
    public void Drop_WhileARecordWaitsForItsReceipt_IsForgotten()
    {
        _world.Add(30);
        List<ReceiptBatch> sent = _world.Send();
        _world.Drop(_world.Telemetry);
        Assert.Empty(_world.Pass(2 * Resend));
        Assert.Equal(0, _world.Release.UnreceiptedOf(_world.Telemetry));
        _world.Receipt(sent[0]);
        Assert.Equal(1, _world.Statistics.PassedOver);
        Assert.Equal(0, _world.Telemetry.ReleasedTwice);
    }

    [Fact]
    public void Problem_AfterFiveResendTimesWithoutReceipt_NamesTheMend()
    {
        _world.Add(10);
        ReceiptBatch batch = Assert.Single(_world.Send());
        _world.Pass(TimeSpan.FromMinutes(4.9));
        Assert.Equal("", _world.Statistics.Problem);
        _world.Pass(TimeSpan.FromMinutes(0.2));
        Assert.Equal(10, _world.Statistics.Unreceipted);
        Assert.Equal(
            "no receipt has come for 5.1 min for what the broker acknowledged, and the spool keeps it: is 'EdgeAI.City receive' running with --key, may it publish to the gateway's receipts topic, and is its public key among the gateway's city keys?",
            _world.Statistics.Problem);
        using RecordSigningKey stranger = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        _world.Traffic.Receive(ReceiptWorld.Signed(stranger, ReceiptWorld.Identity, batch), _world.Now);
        Assert.EndsWith("give it that city's public key (--city-key, or uplink.cityKeys)", _world.Statistics.Problem, StringComparison.Ordinal);
        _world.Receipt(batch);
        _world.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((0L, ""), (_world.Statistics.Unreceipted, _world.Statistics.Problem));
    }

    [Fact]
    public void Receipts_OneAfterAnother_AllocateNothingBesideThePlatformsVerification()
    {
        _world.Add(10_000);
        RecordPublicKey[] keys = _world.Keys;
        byte[][] receipts = [.. _world.Send().Select(batch => _world.Signed(ReceiptWorld.Identity, batch))];
        int verified = 0;
        long verification = Allocation.Of(() => ReceiptReader.Open(receipts[verified++], keys, out _));
        int next = 0;
        long bytes = Allocation.Of(() => _world.Traffic.Receive(receipts[next++], _world.Now));

        // Where something allocates, a background collection may take a piece of up to 8 kB away; the least object a receipt would be 12 kB.
        Assert.InRange(bytes, verification - 10_000, verification + 10_000);
        Assert.Equal(next, _world.Statistics.Batches);
    }

    [Fact]
    public void Anything_InAnyOrder_ReleasesOnlyWhatIsReceiptedAndInTheEndAll()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            using ReceiptWorld world = new(new UplinkOptions { BatchRecords = random.Next(1, 20), BacklogThreshold = random.Next(5, 500), JitterSeed = seed }, stretches: random.Next(2, 50));
            List<ReceiptBatch> stored = [];
            for (int step = 0; step < 50; step++)
            {
                world.Now += TimeSpan.FromSeconds(random.Next(0, 30));
                world.Add(random.Next(0, 30), (RecordClass)random.Next(1, 5));
                Delivery? open = null;
                for (int batches = random.Next(0, 10); batches > 0 && world.Take() is { } taken; batches--)
                {
                    stored.Add(taken.Batch);
                    open = taken.Delivery;
                    if (random.Next(3) == 0)
                    {
                        world.Receipt(stored[random.Next(stored.Count)]);
                    }

                    if (random.Next(4) > 0)
                    {
                        world.Acknowledge(taken.Delivery);
                        open = null;
                    }
                }

                if (open is not null || random.Next(20) == 0)
                {
                    world.Traffic.Window.Open(0, 0);
                }

                for (int receipts = random.Next(0, 6); receipts > 0 && stored.Count > 0; receipts--)
                {
                    int index = random.Next(stored.Count);
                    world.Receipt(stored[index]);
                    if (random.Next(2) == 0)
                    {
                        stored.RemoveAt(index);
                    }
                }
            }

            world.Traffic.Window.Open(0, 0);
            for (int round = 0; round < 500 && world.Waiting > 0; round++)
            {
                world.Receipt([.. world.Pass(Resend), Nothing]);
            }

            Assert.True(world.Waiting == 0, $"seed {seed}: {world.Waiting} wait, {world.Statistics}");
        }
    }

    [Fact]
    public void Receipt_OfARecordThatIsNotGivenYet_HaltsUntilANewEpochBegins()
    {
        int told = 0;
        using ReceiptWorld world = new(oldCopy: () => told++);
        world.Add(20);
        ReceiptBatch[] sent = [.. world.Send()];
        world.Receipt(sent[0]);
        world.Add(5);
        world.Receipt(new ReceiptBatch(RecordClass.Event, 1000, 1000, 1));
        Assert.Equal(1, told);
        Assert.Equal("the city has record 1000, which this spool has not given yet: it is an old copy, and goes on under a new epoch as soon as the disk has taken a new file", world.Statistics.Problem);

        // Nothing of the old numbers is sent, and nothing is let go of by them.
        world.Receipt(sent[1], new ReceiptBatch(RecordClass.Event, 1000, 1000, 1));
        Assert.Equal(15, world.Waiting);
        Assert.Empty(world.Pass(TimeSpan.FromHours(1)));
        Assert.Equal(1, told);

        SpoolIdentity next = new("gateway", 8);
        world.Traffic.Begin(next);
        List<ReceiptBatch> again = world.Send();
        Assert.Equal(15, again.Sum(static batch => batch.Records));
        Assert.Equal("", world.Statistics.Problem);
        world.Receipt([.. again]);
        Assert.Equal(15, world.Waiting);
        world.Traffic.Receive(world.Signed(next, [.. again]), world.Now);
        Assert.Equal(0, world.Waiting);
    }

    public void Dispose() => _world.Dispose();

    // A receipt must hold a batch: one that was never sent is passed over.
    private static ReceiptBatch Nothing => new(RecordClass.Bulk, 1, 1, 2);
}
