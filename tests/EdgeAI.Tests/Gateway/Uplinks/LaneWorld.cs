using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>
/// The four lanes of a gateway, their traffic, and an upstream without a socket that opens every batch and checks: in order within live and
/// within backlog, nothing twice without a loss or a refusal between, nothing released that was not accepted.
/// </summary>
internal sealed class LaneWorld : IDisposable
{
    private readonly HashSet<long> _sinceTrouble = [];
    private readonly HashSet<long> _accepted = [];
    private readonly long[] _lastOf = new long[8];
    private long _sequence;

    public LaneWorld(UplinkOptions options, TimeProvider? time = null)
    {
        Lanes = [.. Enum.GetValues<RecordClass>().Select(recordClass => new MemoryLane(recordClass))];
        Traffic = new LaneTraffic(Lanes, new LaneBatches(new SpoolIdentity("gateway", 7), "hall", options), new ReleaseOnAcknowledgement(), options, time ?? TimeProvider.System);
    }

    public MemoryLane[] Lanes { get; }

    public LaneTraffic Traffic { get; }

    public TimeSpan Now { get; set; }

    public List<SentBatch> OnTheirWay { get; } = [];

    /// <summary>The records that were accepted at least once.</summary>
    public int Accepted => _accepted.Count;

    public void Dispose() => Traffic.Dispose();

    public void Add(RecordClass recordClass, int count = 1, int frameLength = 200)
    {
        for (int index = 0; index < count; index++)
        {
            Lanes[(int)recordClass - 1].Add(++_sequence, frameLength);
        }
    }

    public void Open(int receiveMaximum = 0, long maximumPacket = 0)
    {
        Traffic.Opening(maximumPacket);
        Traffic.Window.Open(receiveMaximum, maximumPacket);
        Trouble();
    }

    public void Lose()
    {
        Traffic.Window.Lose();
        Trouble();
    }

    /// <summary>Takes one batch; nothing when there is none.</summary>
    public SentBatch? Take()
    {
        if (Traffic.TryTake(Now, out Delivery delivery) != TakeResult.Taken)
        {
            return null;
        }

        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(delivery.Message.Payload.Span, out GatewayBatchReader batch));
        Assert.Equal(delivery.Lane >= 4, batch.IsBacklog);
        List<long> sequences = [];
        while (batch.MoveNext())
        {
            long sequence = batch.Current.Sequence;
            Assert.Equal((RecordClass)((delivery.Lane % 4) + 1), batch.Current.Class);
            Assert.True(_sinceTrouble.Add(sequence), $"{sequence} was sent twice");
            Assert.True(sequence > _lastOf[delivery.Lane], $"{sequence} comes after {_lastOf[delivery.Lane]}");
            _lastOf[delivery.Lane] = sequence;
            sequences.Add(sequence);
        }

        SentBatch sent = new(delivery, batch.IsBacklog, sequences);
        OnTheirWay.Add(sent);
        return sent;
    }

    public void Answer(SentBatch sent, DeliveryOutcome outcome)
    {
        OnTheirWay.Remove(sent);
        if (outcome == DeliveryOutcome.Accepted)
        {
            _accepted.UnionWith(sent.Sequences);
        }
        else
        {
            _lastOf[sent.Delivery.Lane] = 0;
            _sinceTrouble.Clear();
        }

        Traffic.Window.Answered(sent.Delivery.Number, outcome, Now);
        Assert.True(Lanes.Sum(lane => lane.Released) <= _accepted.Count, "something was let go of that nobody has");
    }

    /// <summary>Takes and accepts until nothing is left, and says that all was delivered and let go of.</summary>
    public void Drain()
    {
        for (int round = 0; round < 100_000 && Lanes.Any(lane => lane.Waiting > 0); round++)
        {
            while (Take() is not null)
            {
            }

            while (OnTheirWay.Count > 0)
            {
                Answer(OnTheirWay[0], DeliveryOutcome.Accepted);
            }

            Now += TimeSpan.FromSeconds(1);
        }

        Assert.All(Lanes, lane => Assert.Equal(0, lane.Waiting));
        Assert.All(Lanes, lane => Assert.Equal(0, lane.ReleasedTwice));
        Assert.Equal(_sequence, _accepted.Count);
        Traffic.NextDue(Now);
        Assert.Equal(0, Traffic.BacklogSpan);
    }

    private void Trouble()
    {
        OnTheirWay.Clear();
        _sinceTrouble.Clear();
        Array.Clear(_lastOf);
    }
}
