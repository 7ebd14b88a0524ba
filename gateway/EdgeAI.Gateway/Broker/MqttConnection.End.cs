using System.IO.Pipelines;
using System.Net.WebSockets;
using EdgeAI.Gateway.Mqtt;

namespace EdgeAI.Gateway.Broker;

/// <content>From the first packet to the end, and what ends it.</content>
internal sealed partial class MqttConnection
{
    // How long a client may take to notice that the connection ends: what is closed with unread bytes is reset, and what was said is lost with it.
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);

    private long _closingSince;

    /// <summary>Serves the client until either side ends it.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ServeAsync().ConfigureAwait(false);
            End(ConnectionEnd.ByClient);
            await StopSendingAsync().ConfigureAwait(false);
            await LingerAsync().ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads no more, answers what is on its way to the disk, and then says that the gateway stops.</summary>
    public void BeginDrain()
    {
        _drains = true;
        _stopsReading = true;
        _input.CancelPendingRead();
        _room.Set();
    }

    /// <summary>Ends the connection; the first call counts. An MQTT 5 client is told a reason other than success before.</summary>
    public void End(ConnectionEnd end, MqttReasonCode code = MqttReasonCode.Success, string text = "")
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, NotEnded) != NotEnded)
        {
            return;
        }

        _broker.Counters.CountEnd(end);
        _broker.Audit.Ended(end, Actor, text);
        if (code != MqttReasonCode.Success && _introduced && _version == MqttVersion.V5)
        {
            lock (_gate)
            {
                _farewell = (code, text);
            }
        }

        Volatile.Write(ref _closingSince, _broker.Now);
        _stopsReading = true;
        Wake();
        _input.CancelPendingRead();
        _room.Set();
    }

    /// <summary>Ends the connection at once, without a word.</summary>
    public void Abort(ConnectionEnd end)
    {
        try
        {
            End(end);
        }
        finally
        {
            Peer.Abort();
        }
    }

    /// <summary>Ends the connection where its device may not stay.</summary>
    public void Judge()
    {
        if (Device is { } device && Volatile.Read(ref _end) == NotEnded && _broker.Directory.EndOf(device) is { } reason)
        {
            End(ConnectionEnd.Revoked, MqttReasonCode.AdministrativeAction, reason);
        }
    }

    /// <summary>Looks after what does not happen: a CONNECT packet, a keep-alive, a socket that takes what is written. Called a few times a second.</summary>
    public void Watch(long now)
    {
        TimeProvider time = _broker.Time;
        long stalled = Volatile.Read(ref _stalledSince);
        long partial = Volatile.Read(ref _partialSince);
        if (stalled != 0 && time.GetElapsedTime(stalled, now) > _broker.Limits.WriteTimeout)
        {
            Abort(ConnectionEnd.SlowReader);
        }
        else if (Volatile.Read(ref _closingSince) is long closing and not 0)
        {
            if (time.GetElapsedTime(closing, now) > LingerTime)
            {
                Peer.Abort();
            }
        }
        else if (!_introduced)
        {
            if (time.GetElapsedTime(_opened, now) > _broker.Limits.ConnectTimeout)
            {
                Abort(ConnectionEnd.ConnectTimeout);
            }
        }
        else if (Volatile.Read(ref _restsSince) is long since and not 0)
        {
            WatchRest(now, since);
            Judge();
        }
        else if (!Volatile.Read(ref _readerRests) && _keepAlive > TimeSpan.Zero && time.GetElapsedTime(Volatile.Read(ref _heard), now) > _keepAlive)
        {
            End(ConnectionEnd.KeepAlive, MqttReasonCode.KeepAliveTimeout, "nothing was heard for one and a half keep-alives");
        }
        else if (!Volatile.Read(ref _readerRests) && partial != 0 && time.GetElapsedTime(partial, now) > _broker.Limits.PacketTimeout)
        {
            End(ConnectionEnd.PacketTimeout, MqttReasonCode.ImplementationSpecificError, $"a packet was not whole within {_broker.Limits.PacketTimeout.TotalSeconds:0.###} s");
        }
        else
        {
            Judge();
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            await ReadAsync().ConfigureAwait(false);
            if (_drains)
            {
                await DrainAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsTransportGone(exception))
        {
            // Reset by the client, or ended from here.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End(ConnectionEnd.Failure, MqttReasonCode.UnspecifiedError, $"the gateway failed: {exception.Message}");
        }
    }

    private static bool IsTransportGone(Exception exception) => exception is IOException or OperationCanceledException or WebSocketException or ObjectDisposedException;

    private async Task DrainAsync()
    {
        Volatile.Write(ref _readerRests, true);
        Interlocked.MemoryBarrier();
        while (HasUnanswered() && Volatile.Read(ref _end) == NotEnded)
        {
            await _room.WaitAsync().ConfigureAwait(false);
        }

        End(ConnectionEnd.Stopping, MqttReasonCode.ServerShuttingDown, "the gateway is stopping");
    }

    // Until the client has closed its side too, or took too long.
    private async Task LingerAsync()
    {
        try
        {
            await _transport.EndOutput().ConfigureAwait(false);
            ReadResult read;
            do
            {
                read = await _input.ReadAsync().ConfigureAwait(false);
                _input.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (Exception exception) when (IsTransportGone(exception) || exception is InvalidOperationException)
        {
            // Gone, which is what was waited for.
        }
    }

    // Whatever failed before: nothing of the connection stays in the broker.
    private void Leave()
    {
        GiveBackReserved();
        LeaveSubscriptions();
        try
        {
            _broker.Remove(this);
        }
        finally
        {
            PublishWill();
        }
    }
}
