using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>Receipts of batches that were cut otherwise when their records went again, and stretches that were merged over what was not sent.</summary>
public sealed class CutBatchReceiptTests : IDisposable
{
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);

    // As many as go at once over a connection that follows one without an answer.
    private const int Few = 8;

    private readonly ReceiptWorld _world = new(new UplinkOptions { BatchRecords = Few, JitterSeed = 1 });

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(4, 8)]
    [InlineData(0, 4)]
    [InlineData(2, 6)]
    [InlineData(7, 8)]
    public void Receipts_ThatCutABatchOnItsWay_LeaveARestThatItsOwnReceiptReleases(int from, int to)
    {
        ReceiptBatch[] small = TakeOneByOne();
        (Delivery delivery, ReceiptBatch whole) = TakeAllAgain();
        _world.Receipt(small[from..to]);
        _world.Acknowledge(delivery);
        Assert.Equal(Few - (to - from), _world.Release.UnreceiptedOf(_world.Telemetry));

        _world.Receipt(whole);
        Assert.Equal(0, _world.Waiting);
        Assert.Equal(0, _world.Telemetry.ReleasedTwice);
        Assert.Empty(_world.Pass(20 * Resend));
    }

    [Fact]
    public void Receipts_ThatCutABatchOnItsWayOneByOne_LeaveTheRestCounted()
    {
        ReceiptBatch[] small = TakeOneByOne();
        (Delivery delivery, _) = TakeAllAgain();
        foreach (ReceiptBatch batch in small[4..])
        {
            _world.Receipt(batch);
        }

        _world.Acknowledge(delivery);
        Assert.Equal(4, _world.Release.UnreceiptedOf(_world.Telemetry));
    }

    [Fact]
    public void Rest_OfABatchThatWasCutOnItsWay_IsSentAgainWhenItsReceiptIsLost()
    {
        ReceiptBatch[] small = TakeOneByOne();
        (Delivery delivery, _) = TakeAllAgain();
        _world.Receipt(small[4..]);
        _world.Acknowledge(delivery);

        ReceiptBatch again = Assert.Single(_world.Pass(Resend + TimeSpan.FromSeconds(2)));
        Assert.Equal(small[0].First, again.First);
        Assert.Equal(small[3].Last, again.Last);
        _world.Receipt(again);
        Assert.Equal(0, _world.Waiting);
    }

    [Fact]
    public void Rest_OfABatchThatWasCutOnItsWay_IsSentAgainWhenItsConnectionIsLost()
    {
        ReceiptBatch[] small = TakeOneByOne();
        TakeAllAgain();
        _world.Receipt(small[2..6]);
        _world.Traffic.Window.Open(0, 0);
        List<ReceiptBatch> again = _world.Send();
        Assert.Equal(4, again.Sum(static batch => batch.Records));
        _world.Receipt([.. again]);
        Assert.Equal(0, _world.Waiting);
    }

    [Fact]
    public void Receipt_OfALongerBatchThatWasCutOtherwiseSince_ReleasesAllThatItNames()
    {
        _world.Add(Few);
        ReceiptBatch whole = _world.Take()!.Value.Batch;
        _world.Traffic.Window.Open(0, 0);

        // The next broker takes less at once.
        _world.Traffic.Opening(1000);
        Assert.True(_world.Send().Count > 1);
        _world.Receipt(whole);
        Assert.Equal(0, _world.Waiting);
        Assert.Equal((1L, 0L), (_world.Statistics.Batches, _world.Statistics.PassedOver));
    }

    [Fact]
    public void Receipt_OverBatchesSentOnceAndOneSentAgain_ReleasesNoneOfThoseSentOnce()
    {
        TakeOneByOne();
        _world.Traffic.Window.Open(0, 0);
        _world.Send();
        _world.Add(Few);
        _world.Send();
        _world.Receipt(new ReceiptBatch(RecordClass.Telemetry, 5, 16, 12));
        Assert.Equal(12, _world.Waiting);
    }

    [Fact]
    public void Receipt_OfFewerRecordsThanTheBatchesWithin_IsPassedOver()
    {
        TakeOneByOne();
        (Delivery delivery, ReceiptBatch whole) = TakeAllAgain();
        _world.Acknowledge(delivery);
        _world.Receipt(whole with { Records = Few - 1 });
        Assert.Equal(Few, _world.Waiting);
        Assert.Equal(1, _world.Statistics.PassedOver);
    }

    [Fact]
    public void Backlog_BetweenStretchesThatWereMerged_IsSentOnce()
    {
        using ReceiptWorld world = new(new UplinkOptions { Window = 2, BatchRecords = 1, BacklogThreshold = 5, JitterSeed = 1 }, stretches: 4);
        world.Add(20);
        world.Traffic.Window.Open(0, 0);
        (Delivery first, _, bool isBacklog) = world.Take()!.Value;
        Assert.True(isBacklog);
        world.Acknowledge(first);

        // One whose PUBACK is late keeps the rest of the backlog back, and its receipt takes it out of what lies between.
        (Delivery held, ReceiptBatch second, _) = world.Take()!.Value;
        world.Receipt(second);
        for (int live = 0; live < 12; live++)
        {
            world.Now += live == 11 ? Resend + TimeSpan.FromSeconds(5) : Linger;
            world.Add(1);
            (Delivery delivery, ReceiptBatch batch, isBacklog) = world.Take()!.Value;
            Assert.False(isBacklog);
            world.Acknowledge(delivery);
            if (live % 2 == 1)
            {
                world.Receipt(batch);
            }
        }

        world.Now += TimeSpan.FromSeconds(2);
        Assert.Null(world.Take());
        Assert.True(world.Statistics.SentAgain > 0);
        world.Acknowledge(held);
        long[] sent = [.. world.Send().Select(static batch => batch.First)];
        Assert.Equal(Enumerable.Range(3, 18).Select(static sequence => (long)sequence), sent.Where(static sequence => sequence is > 2 and <= 20).Order());
        Assert.Equal(sent.Distinct().Count(), sent.Length);
        Assert.Contains(1, sent);
        Assert.Contains(21, sent);
    }

    [Fact]
    public void Rest_ThatHoldsNoRecord_KeepsNothingBehindItBack()
    {
        for (int record = 0; record < 4; record++)
        {
            _world.Add(1);
            _world.Add(1, RecordClass.Event);
            TakeDue();
            TakeDue();
        }

        // 1, 3, 5 and 7 are telemetry's. Receipts leave 1, which the city never takes, and the stretches between the others, which hold events.
        _world.Traffic.Window.Open(0, 0);
        List<ReceiptBatch> sent = _world.Send();
        _world.Receipt([.. sent.Where(static batch => batch.Class == RecordClass.Event)]);
        foreach (long sequence in (long[])[3, 5])
        {
            _world.Receipt(new ReceiptBatch(RecordClass.Telemetry, sequence, sequence, 1));
        }

        Assert.Equal(2, _world.Telemetry.Waiting);
        for (int minute = 0; minute < 10; minute++)
        {
            _world.Add(1);
            sent = _world.Pass(Resend);
            _world.Receipt([.. sent.Where(static batch => batch.First > 1)]);
        }

        Assert.Equal(1, _world.Telemetry.Waiting);
    }

    // Live batches of a record each, all on their way.
    private ReceiptBatch[] TakeOneByOne()
    {
        List<ReceiptBatch> taken = [];
        for (int record = 0; record < Few; record++)
        {
            _world.Add(1);
            taken.Add(TakeDue());
        }

        return [.. taken];
    }

    // What comes behind another batch waits for company.
    private ReceiptBatch TakeDue()
    {
        _world.Traffic.NextDue(_world.Now);
        _world.Now += Linger;
        return _world.Take()!.Value.Batch;
    }

    // The connection is lost, and over the next one goes all of it at once.
    private (Delivery Delivery, ReceiptBatch Batch) TakeAllAgain()
    {
        _world.Traffic.Window.Open(0, 0);
        (Delivery delivery, ReceiptBatch batch, _) = _world.Take()!.Value;
        Assert.Equal(Few, batch.Records);
        return (delivery, batch);
    }
}
