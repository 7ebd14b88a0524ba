using System.Collections.Immutable;

namespace EdgeAI.Gateway.Broker;

/// <summary>What the broker counts; every thread counts, anyone reads.</summary>
internal sealed class BrokerCounters
{
    private readonly long[] _refusals = new long[Enum.GetValues<PublishRefusal>().Length];
    private readonly long[] _ends = new long[Enum.GetValues<ConnectionEnd>().Length];
    private long _connects;
    private long _acknowledged;
    private long _throttled;
    private long _subscriptionsRefused;
    private long _delivered;
    private long _dropped;

    public void CountConnect() => Interlocked.Increment(ref _connects);

    public void CountEnd(ConnectionEnd end) => Interlocked.Increment(ref _ends[(int)end]);

    public void CountRefusal(PublishRefusal refusal) => Interlocked.Increment(ref _refusals[(int)refusal]);

    public void CountAcknowledged(int count) => Interlocked.Add(ref _acknowledged, count);

    public void CountThrottled() => Interlocked.Increment(ref _throttled);

    public void CountSubscriptionRefused() => Interlocked.Increment(ref _subscriptionsRefused);

    public void CountDelivered(int count) => Interlocked.Add(ref _delivered, count);

    public void CountDropped(int count)
    {
        if (count > 0)
        {
            Interlocked.Add(ref _dropped, count);
        }
    }

    public BrokerStatistics Snapshot()
    {
        ImmutableSortedDictionary<PublishRefusal, long> refusedBy = Read<PublishRefusal>(_refusals);
        return new BrokerStatistics
        {
            Connects = Interlocked.Read(ref _connects),
            EndedBy = Read<ConnectionEnd>(_ends),
            Acknowledged = Interlocked.Read(ref _acknowledged),
            Refused = refusedBy.Values.Sum(),
            RefusedBy = refusedBy,
            Throttled = Interlocked.Read(ref _throttled),
            SubscriptionsRefused = Interlocked.Read(ref _subscriptionsRefused),
            Delivered = Interlocked.Read(ref _delivered),
            Dropped = Interlocked.Read(ref _dropped),
        };
    }

    private static ImmutableSortedDictionary<TReason, long> Read<TReason>(long[] counts)
        where TReason : struct, Enum
    {
        ImmutableSortedDictionary<TReason, long>.Builder read = ImmutableSortedDictionary.CreateBuilder<TReason, long>();
        TReason[] reasons = Enum.GetValues<TReason>();
        for (int index = 0; index < reasons.Length; index++)
        {
            long count = Interlocked.Read(ref counts[index]);
            if (count > 0)
            {
                read.Add(reasons[index], count);
            }
        }

        return read.ToImmutable();
    }
}
