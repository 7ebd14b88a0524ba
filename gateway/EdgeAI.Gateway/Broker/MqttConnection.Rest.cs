using System.Runtime.CompilerServices;
using EdgeAI.Gateway.Mqtt;

namespace EdgeAI.Gateway.Broker;

/// <content>When the client is not read: no room, or too fast. TCP holds it back meanwhile.</content>
internal sealed partial class MqttConnection
{
    private long _restsSince;

    // Whether a packet may be taken now, or the rest of it be let in; the client's own limit is judged where the publish is taken.
    private bool MayGoOn(in MqttFixedHeader header, bool isWhole) => isWhole ? !_introduced || HasRoomFor(header) : TryReserve(header.Length);

    // A release of QoS 2 makes room and must never wait for it.
    private bool HasRoomFor(in MqttFixedHeader header) => header.Type switch
    {
        MqttPacketType.Publish => HasRoomToPublish() && HasRoomToAnswer(),
        MqttPacketType.Subscribe or MqttPacketType.Unsubscribe or MqttPacketType.Pingreq or MqttPacketType.Pubrel => HasRoomToAnswer(),
        _ => true,
    };

    private bool HasRoomToPublish()
    {
        int waiting = _answers.Count;
        int maximum = _version == MqttVersion.V5 ? 2 * _broker.Limits.MaximumInFlight : _broker.Limits.MaximumInFlight;
        return waiting < maximum && (waiting == 0 || !_broker.Budget.IsSpent);
    }

    private bool HasRoomToAnswer() => _immediate is null || _immediate.WrittenCount < MaximumImmediateBytes;

    private bool TryReserve(int length)
    {
        if (length <= InFlightBudget.LongPacketBytes || _reserved > 0)
        {
            return true;
        }

        if (!_broker.Budget.TryReserve(length))
        {
            return false;
        }

        _reserved = length;
        return true;
    }

    private void GiveBackReserved()
    {
        if (_reserved > 0)
        {
            _broker.Budget.ReleaseReserved(_reserved);
            _reserved = 0;
        }
    }

    private async ValueTask ThrottleAsync(TimeSpan wait)
    {
        _broker.Counters.CountThrottled();
        Volatile.Write(ref _readerRests, true);
        while (wait > TimeSpan.Zero && !_stopsReading)
        {
            await Task.Delay(wait < ThrottleStep ? wait : ThrottleStep, _broker.Time).ConfigureAwait(false);
            wait -= ThrottleStep;
        }

        Resume();
    }

    // Until an answer of its own, or of another connection, has made room. Under load that is once for every few publishes: nothing is allocated for it.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RestAsync()
    {
        Volatile.Write(ref _restsSince, _broker.Now);
        Volatile.Write(ref _readerRests, true);
        Interlocked.MemoryBarrier();
        while (!_stopsReading && !MayGoOn(_blocked.Header, _blocked.IsWhole))
        {
            await _room.WaitAsync().ConfigureAwait(false);
        }

        Volatile.Write(ref _restsSince, 0);
        Resume();
    }

    // The client is not to blame for the time in which nobody listened.
    private void Resume()
    {
        Volatile.Write(ref _heard, _broker.Now);
        if (Volatile.Read(ref _partialSince) != 0)
        {
            Volatile.Write(ref _partialSince, _broker.Now);
        }

        Volatile.Write(ref _readerRests, false);
    }

    // Nothing is heard from a client that is not read: it is let go when it is known to be gone, or when it has waited for so long that it
    // has given up itself.
    private void WatchRest(long now, long since)
    {
        bool isGone = _transport.Closed.IsCancellationRequested;
        TimeSpan patience = isGone ? LingerTime : _keepAlive;
        if (patience > TimeSpan.Zero && _broker.Time.GetElapsedTime(since, now) > patience)
        {
            End(isGone ? ConnectionEnd.ByClient : ConnectionEnd.KeepAlive, isGone ? MqttReasonCode.Success : MqttReasonCode.KeepAliveTimeout, "nothing could be taken for one and a half keep-alives");
            return;
        }

        _room.Set();
    }
}
