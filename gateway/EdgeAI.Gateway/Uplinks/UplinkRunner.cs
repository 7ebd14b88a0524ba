namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// The asynchronous shell around <see cref="IUplinkTraffic"/> and <see cref="UpstreamChoice"/>: sockets, tasks and waiting, and no decision
/// about delivery. One loop owns both, so neither needs a lock.
/// </summary>
internal sealed class UplinkRunner : IAsyncDisposable
{
    // A timer's step: a shorter wait would only spin.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly IUplinkTraffic _traffic;
    private readonly Upstream[] _upstreams;
    private readonly UpstreamChoice _choice;
    private readonly Backoff _backoff;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly WakeSignal _signal = new();
    private readonly UplinkCounters _counters = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private string _refusal = "";

    /// <param name="traffic">What is sent.</param>
    /// <param name="upstreams">Where to, the preferred one first; 1 or more.</param>
    /// <param name="choice">Decides among them.</param>
    /// <param name="backoff">The pauses between attempts.</param>
    /// <param name="patience">The window's patience, for the words about it.</param>
    /// <param name="time">The timers' clock.</param>
    public UplinkRunner(IUplinkTraffic traffic, Upstream[] upstreams, UpstreamChoice choice, Backoff backoff, TimeSpan patience, TimeProvider time)
    {
        _traffic = traffic;
        _upstreams = upstreams;
        _choice = choice;
        _backoff = backoff;
        _patience = patience;
        _time = time;
        _start = time.GetTimestamp();
        _counters.Choose(upstreams[0].Name, choice);
    }

    /// <summary>The time since it was made.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Starts; call once.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (!ReferenceEquals(_running, Task.CompletedTask))
        {
            throw new InvalidOperationException("the publisher is started once");
        }

        _traffic.WorkAvailable += _signal.Set;
        _running = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>The state and the counts.</summary>
    public UplinkStatistics Snapshot() => _counters.Snapshot();

    /// <summary>Stops. What is on its way counts as not sent.</summary>
    public async Task StopAsync()
    {
        _traffic.WorkAvailable -= _signal.Set;
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _running.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        UpstreamConnection? connection = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                connection = await ConnectAndServeAsync(connection, stop).ConfigureAwait(false);
                if (connection is null)
                {
                    await Task.Delay(_backoff.Next(), _time, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Stopped: the ordinary end.
            }
            catch (OutOfMemoryException exception)
            {
                // Nothing that goes on from here can be trusted, and a publisher that takes records and never sends them is worse than none.
                Environment.FailFast("the uplink ran out of memory", exception);
            }
            catch (Exception exception)
            {
                // Whatever it was: ended without a word the uplink would leave its records waiting while more are acknowledged. No pause of
                // its own fails, so that this cannot spin.
                connection = null;
                _counters.Connected = false;
                _counters.LastError = $"the uplink failed: {ErrorLine.Of(exception)}";
                await Task.Delay(_backoff.Next(), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Connects unless that is done, and serves the connection until it ends; the connection to go on with, if there is one already.</summary>
    private async Task<UpstreamConnection?> ConnectAndServeAsync(UpstreamConnection? connection, CancellationToken stop)
    {
        if (connection is null)
        {
            (connection, string reason) = await _upstreams[_choice.Current].TryConnectAsync(_signal.Set, stop).ConfigureAwait(false);
            if (connection is null)
            {
                stop.ThrowIfCancellationRequested();
                _counters.CountFailedConnection();
                Fail(reason);
                return null;
            }
        }

        UpstreamConnection? successor = await ServeAsync(connection, stop).ConfigureAwait(false);
        if (successor is not null)
        {
            _choice.Returned();
            _counters.Choose(successor.Name, _choice);
        }

        return successor;
    }

    /// <summary>Notes that an upstream failed, and moves on to the next when it is time. The pauses grow over all upstreams: only an acknowledgement ends that.</summary>
    private void Fail(string error)
    {
        _counters.LastError = error;
        if (_choice.Failed(Now, error))
        {
            _counters.Choose(_upstreams[_choice.Current].Name, _choice);
        }
    }

    /// <summary>Serves one connection until it ends and disposes it; the connection to go on with, if there is one already.</summary>
    private async Task<UpstreamConnection?> ServeAsync(UpstreamConnection connection, CancellationToken stop)
    {
        UpstreamConnection? successor = null;
        _counters.CountConnection();
        _counters.Connected = true;
        await using (PreferredProbe probe = new(_upstreams[0], _signal.Set, stop))
        {
            try
            {
                _traffic.Opening(connection.MaximumPacket);
                _traffic.Window.Open(connection.ReceiveMaximum, connection.MaximumPacket);
                _choice.Opened();
                while (!stop.IsCancellationRequested && !(successor is not null && _traffic.Window.InFlight == 0))
                {
                    if (Settle(connection) is { } error)
                    {
                        Fail(error);
                        break;
                    }

                    successor ??= Probe(probe);
                    if (successor is null)
                    {
                        Send(connection);
                    }

                    _counters.InFlight = _traffic.Window.InFlight;
                    await _signal.WaitAsync(Wait(), _time, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Stopped while it waited: ended like any other connection, but with a goodbye.
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // An outbox that fails must not end the uplink silently: it is named, and tried again after a pause.
                _counters.LastError = $"the outbox failed: {ErrorLine.Of(exception)}";
            }
        }

        if (stop.IsCancellationRequested || successor is not null)
        {
            await connection.GoodbyeAsync().ConfigureAwait(false);
        }

        await EndAsync(connection).ConfigureAwait(false);
        return successor;
    }

    /// <summary>Ends a connection, then gives up what was on its way: in this order, because its payloads are read until it has ended.</summary>
    private async Task EndAsync(UpstreamConnection connection)
    {
        _counters.Connected = false;
        _counters.InFlight = 0;
        _counters.Held = _counters.Refusal = _refusal = "";
        await connection.DisposeAsync().ConfigureAwait(false);
        try
        {
            _traffic.Window.Lose();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _counters.LastError = $"the outbox failed: {ErrorLine.Of(exception)}";
        }
    }

    /// <summary>Takes the answers that came; the reason to end the connection, if there is one.</summary>
    private string? Settle(UpstreamConnection connection)
    {
        Receive(connection.Inbox);
        while (connection.TryTakeAnswer(out UpstreamAnswer answer))
        {
            if (answer.Outcome is not { } outcome)
            {
                return answer.Reason;
            }

            if (outcome == DeliveryOutcome.Refused)
            {
                _counters.CountRefused();
                _refusal = _counters.LastError = answer.Reason;
            }

            int acknowledged = _traffic.Window.Answered(answer.Number, outcome, Now);
            if (acknowledged > 0)
            {
                _counters.CountAcknowledged(acknowledged);
                _backoff.Reset();
                _choice.Acknowledged(Now, _traffic.Window.InFlight > 0);
            }
        }

        _counters.Refusal = _traffic.Window.IsRefused ? _refusal : "";
        if (!_traffic.Window.Tick(Now))
        {
            return $"{connection.Name}: no acknowledgement within {_patience.TotalSeconds:0.#} s";
        }

        if (!connection.IsConnected)
        {
            return $"{connection.Name}: the connection was lost";
        }

        return _choice.IsSilent(Now) ? $"{connection.Name}: nothing was acknowledged for too long" : null;
    }

    private void Receive(ConnectionInbox? inbox)
    {
        while (inbox is not null && inbox.TryTake(out byte[] buffer, out int length))
        {
            _traffic.Receive(buffer.AsSpan(0, length), Now);
            ConnectionInbox.Return(buffer);
        }

        _traffic.CountDropped(inbox?.TakeDropped() ?? 0);
    }

    private void Send(UpstreamConnection connection)
    {
        while (connection.IsConnected)
        {
            TakeResult result = _traffic.TryTake(Now, out Delivery delivery);
            if (result == TakeResult.Nothing)
            {
                break;
            }

            if (result == TakeResult.TooLong)
            {
                long length = DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length);
                _counters.Held = _counters.LastError = $"{connection.Name}: the broker takes packets of at most {connection.MaximumPacket} bytes, a message for {delivery.Message.Topic} needs {length}: raise the broker's limit";
                continue;
            }

            _counters.CountSent(delivery);
            _choice.Sent(Now);
            connection.Publish(delivery);
        }

        if (!_traffic.Window.IsHeld)
        {
            _counters.Held = "";
        }
    }

    private UpstreamConnection? Probe(PreferredProbe probe)
    {
        if (_choice.ReturnIsDue(Now))
        {
            probe.Start();
            _choice.ReturnFailed(Now);
        }

        return probe.Take();
    }

    private TimeSpan Wait()
    {
        TimeSpan now = Now;
        TimeSpan due = new[] { _traffic.Window.NextDue, _traffic.NextDue(now), _choice.NextDue }.Min();
        TimeSpan wait = due == TimeSpan.MaxValue ? LongestWait : due - now;
        return wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
    }
}
