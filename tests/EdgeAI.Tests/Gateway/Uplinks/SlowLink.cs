using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>
/// A gateway's traffic over a link that carries so many bytes a second, one after another, to an upstream that answers after a time. All in
/// virtual time, which goes from event to event. As the MQTT client does, it asks for a sign of life when it has sent nothing for the
/// keep-alive's period, behind all that is on its way, and gives up when that takes longer than connecting may.
/// </summary>
internal sealed class SlowLink : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Reconnecting = TimeSpan.FromSeconds(1);

    private readonly UplinkOptions _options;
    private readonly MemoryLane[] _lanes = [.. Enum.GetValues<RecordClass>().Select(recordClass => new MemoryLane(recordClass))];
    private readonly LaneTraffic _traffic;
    private readonly Queue<(long Number, TimeSpan At)> _answers = new();
    private TimeSpan _freeAt;
    private TimeSpan _sentAt;
    private long _sequence;

    public SlowLink(UplinkOptions options, double bytesPerSecond)
    {
        _options = options;
        BytesPerSecond = bytesPerSecond;
        _traffic = new LaneTraffic(_lanes, new LaneBatches(new SpoolIdentity("gateway", 7), "hall", options), new ReleaseOnAcknowledgement(), options, TimeProvider.System);
        Open();
    }

    public double BytesPerSecond { get; set; }

    /// <summary>How long the upstream takes to answer what has arrived.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    /// <summary>The connections that were given up.</summary>
    public int Losses { get; private set; }

    public long Waiting => _lanes.Sum(lane => lane.Waiting);

    public void Dispose() => _traffic.Dispose();

    public void Add(RecordClass recordClass, int count)
    {
        for (int index = 0; index < count; index++)
        {
            _lanes[(int)recordClass - 1].Add(++_sequence);
        }
    }

    public long WaitingOf(RecordClass recordClass) => _lanes[(int)recordClass - 1].Waiting;

    /// <summary>Lets time pass until something is the case; false when it is not within a time.</summary>
    public bool Run(Func<bool> done, TimeSpan within)
    {
        TimeSpan end = Now + within;
        while (!done())
        {
            if (Now >= end)
            {
                return false;
            }

            Settle();
            Send();
            TimeSpan next = new[] { _answers.TryPeek(out (long, TimeSpan At) answer) ? answer.At : TimeSpan.MaxValue, _sentAt + _options.KeepAlive, _traffic.Window.NextDue, _traffic.NextDue(Now), end }.Min();
            Now = next > Now ? next : Now + Step;
        }

        return true;
    }

    private void Settle()
    {
        while (_answers.TryPeek(out (long Number, TimeSpan At) answer) && answer.At <= Now)
        {
            _answers.Dequeue();
            _traffic.Window.Answered(answer.Number, DeliveryOutcome.Accepted, Now);
        }

        bool silent = !_traffic.Window.Tick(Now);
        if (Now >= _sentAt + _options.KeepAlive)
        {
            _sentAt = Now;
            silent |= _freeAt + Latency - Now > _options.ConnectTimeout;
        }

        if (silent)
        {
            Losses++;
            _answers.Clear();
            _traffic.Window.Lose();
            Now += Reconnecting;
            Open();
        }
    }

    private void Send()
    {
        while (_traffic.TryTake(Now, out Delivery delivery) == TakeResult.Taken)
        {
            long length = DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length);
            _freeAt = (_freeAt > Now ? _freeAt : Now) + TimeSpan.FromSeconds(length / BytesPerSecond);
            _sentAt = Now;
            _answers.Enqueue((delivery.Number, _freeAt + Latency));
        }
    }

    private void Open()
    {
        _freeAt = Now;
        _sentAt = Now;
        _traffic.Opening(0);
        _traffic.Window.Open(0, 0);
    }
}
