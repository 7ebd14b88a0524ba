using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>The lanes of a gateway that trims by receipts, a broker that takes every batch, and a city that signs what a test tells it to.</summary>
internal sealed class ReceiptWorld : IDisposable
{
    public static readonly SpoolIdentity Identity = new("gateway", 7);

    private readonly RecordSigningKey _key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
    private readonly HashSet<(RecordClass Class, long Sequence)> _receipted = [];
    private long _sequence;
    private bool _drops;

    public ReceiptWorld(UplinkOptions? options = null, int stretches = ReleaseOnReceipt.Stretches, Action? oldCopy = null)
    {
        options ??= new UplinkOptions { BatchRecords = 10, JitterSeed = 1 };
        Lanes = [.. Enum.GetValues<RecordClass>().Select(recordClass => new MemoryLane(recordClass)
        {
            LetGo = sequence => NoteLetGo(recordClass, sequence),
        })];
        Release = new ReleaseOnReceipt(Identity, Lanes, [_key.PublicKey], options, oldCopy, stretches);
        Traffic = new LaneTraffic(Lanes, new LaneBatches(Identity, "hall", options), Release, options, TimeProvider.System);
        Traffic.Window.Open(0, 0);
    }

    public MemoryLane[] Lanes { get; }

    public LaneTraffic Traffic { get; }

    public ReleaseOnReceipt Release { get; }

    public RecordPublicKey[] Keys => [_key.PublicKey];

    public TimeSpan Now { get; set; }

    public MemoryLane Telemetry => Lanes[(int)RecordClass.Telemetry - 1];

    public long Waiting => Lanes.Sum(static lane => lane.Waiting);

    public ReceiptStatistics Statistics => Release.Snapshot(Now);

    public void Dispose()
    {
        Traffic.Dispose();
        _key.Dispose();
    }

    public void Add(int records, RecordClass recordClass = RecordClass.Telemetry)
    {
        for (int index = 0; index < records; index++)
        {
            Lanes[(int)recordClass - 1].Add(++_sequence);
        }
    }

    /// <summary>Takes the next batch, and what a receipt would name it by.</summary>
    public (Delivery Delivery, ReceiptBatch Batch, bool IsBacklog)? Take()
    {
        if (Traffic.TryTake(Now, out Delivery delivery) != TakeResult.Taken)
        {
            return null;
        }

        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(delivery.Message.Payload.Span, out GatewayBatchReader batch));
        long first = 0;
        long last = 0;
        while (batch.MoveNext())
        {
            first = first == 0 ? batch.Current.Sequence : first;
            last = batch.Current.Sequence;
        }

        return (delivery, new ReceiptBatch((RecordClass)((delivery.Lane % 4) + 1), first, last, (ushort)batch.Count), batch.IsBacklog);
    }

    public void Acknowledge(Delivery delivery) => Traffic.Window.Answered(delivery.Number, DeliveryOutcome.Accepted, Now);

    /// <summary>Sends what may be sent now; the broker takes all of it.</summary>
    public List<ReceiptBatch> Send()
    {
        List<ReceiptBatch> sent = [];
        while (Take() is { } taken)
        {
            Acknowledge(taken.Delivery);
            sent.Add(taken.Batch);
        }

        return sent;
    }

    /// <summary>Lets so much time pass, and sends what comes due in it as soon as it does.</summary>
    public List<ReceiptBatch> Pass(TimeSpan time)
    {
        TimeSpan end = Now + time;
        List<ReceiptBatch> sent = [];
        while (Now < end)
        {
            Now = new[] { Traffic.NextDue(Now), end }.Min() is var due && due > Now ? due : Now + TimeSpan.FromMilliseconds(100);
            sent.AddRange(Send());
        }

        return sent;
    }

    /// <summary>The spool drops all that a lane holds.</summary>
    public void Drop(MemoryLane lane)
    {
        _drops = true;
        lane.Release(1, _sequence);
        _drops = false;
    }

    /// <summary>The city has batches in its table, and says so.</summary>
    public void Receipt(params ReceiptBatch[] batches)
    {
        Traffic.Receive(Signed(Identity, batches), Now);
    }

    public byte[] Signed(SpoolIdentity spool, params ReceiptBatch[] batches)
    {
        foreach (ReceiptBatch batch in batches)
        {
            for (long sequence = batch.First; sequence <= batch.Last; sequence++)
            {
                _receipted.Add((batch.Class, sequence));
            }
        }

        return Signed(_key, spool, batches);
    }

    public static byte[] Signed(RecordSigningKey key, SpoolIdentity spool, params ReceiptBatch[] batches)
    {
        ReceiptWriter writer = new(key);
        writer.Begin(spool.Gateway, spool.Epoch, 0);
        foreach (ReceiptBatch batch in batches)
        {
            writer.TryAdd(batch);
        }

        return writer.Finish().ToArray();
    }

    private void NoteLetGo(RecordClass recordClass, long sequence)
    {
        if (!_drops && !_receipted.Contains((recordClass, sequence)))
        {
            Assert.Fail($"{recordClass} {sequence} was let go of, and no receipt names it");
        }
    }
}
