using System.Threading.Channels;
using EdgeAI.City.Sources;
using EdgeAI.City.Storage;

namespace EdgeAI.City.Receiving;

/// <summary>
/// From the broker into the table: gathers messages, stores a group in one transaction, sends the receipts, acknowledges to the broker. In this
/// order, so that whatever ends in between, the broker delivers again what is not acknowledged, and the table tells it for a duplicate. Every queue is
/// bounded by the source's window: what is not acknowledged is all that is in memory.
/// </summary>
internal sealed class Receiver
{
    // Groups that are stored and not acknowledged yet. While one is being acknowledged the next is stored.
    private const int GroupsAhead = 2;

    private readonly IRecordSource _source;
    private readonly IReceiptSender? _receipts;
    private readonly ReceiverOptions _options;
    private readonly GroupStore _store;
    private readonly ReceiverCounters _counters;
    private readonly Channel<Arrival> _arrivals;
    private readonly Channel<(List<Arrival> Group, StoredGroup Stored)> _stored = Channel.CreateBounded<(List<Arrival>, StoredGroup)>(GroupsAhead);

    /// <param name="source">Where messages come from.</param>
    /// <param name="store">Where records go.</param>
    /// <param name="receipts">What tells gateways; nothing to send no receipts.</param>
    /// <param name="options">How it gathers.</param>
    public Receiver(IRecordSource source, BatchStore store, IReceiptSender? receipts, ReceiverOptions options)
    {
        _source = source;
        _arrivals = Channel.CreateBounded<Arrival>(source.Window);
        _receipts = receipts;
        _options = options;
        _counters = new ReceiverCounters(options.Time);
        _store = new GroupStore(store, options, _counters);
    }

    /// <summary>The counts.</summary>
    public ReceiverStatistics Snapshot() => _counters.Snapshot();

    /// <summary>Receives until it is cancelled; then what is being stored is stored and acknowledged, if the ending time is enough for it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource hard = new();
        await using CancellationTokenRegistration ending = cancellation.Register(() => hard.CancelAfter(_options.EndingTime));
        Task storing = Task.Run(() => StoreAsync(cancellation, hard.Token), CancellationToken.None);
        Task finishing = Task.Run(() => FinishAsync(hard.Token), CancellationToken.None);

        // The connection stands until the last acknowledgement went over it.
        using CancellationTokenSource connection = new();
        Task connecting = Task.Run(() => KeepConnectedAsync(connection.Token), CancellationToken.None);
        try
        {
            await Task.WhenAll(storing, finishing).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The ending time was not enough: the broker has what is left.
        }
        finally
        {
            await connection.CancelAsync().ConfigureAwait(false);
            await connecting.ConfigureAwait(false);
        }
    }

    private async Task KeepConnectedAsync(CancellationToken cancellation)
    {
        Backoff backoff = new(_options.InitialBackoff, _options.MaximumBackoff, _options.Time);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using IRecordSession session = await _source.OpenAsync(_arrivals.Writer, cancellation).ConfigureAwait(false);
                _counters.Connected(session.Name);
                long acknowledged = _counters.Snapshot().Acknowledged;
                string reason = await session.Ended.WaitAsync(cancellation).ConfigureAwait(false);
                _counters.Disconnected($"{session.Name}: {reason}");
                if (_counters.Snapshot().Acknowledged > acknowledged)
                {
                    backoff.Reset();
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _counters.Disconnected(ErrorLine.Of(exception));
            }

            try
            {
                await backoff.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task StoreAsync(CancellationToken stop, CancellationToken hard)
    {
        try
        {
            while (true)
            {
                List<Arrival> group = await GatherAsync(stop).ConfigureAwait(false);
                if (group.Count == 0)
                {
                    return;
                }

                _counters.Arrived(group.Count);
                StoredGroup stored = await _store.StoreAsync(group, hard).ConfigureAwait(false);
                await _stored.Writer.WriteAsync((group, stored), hard).ConfigureAwait(false);
            }
        }
        finally
        {
            _stored.Writer.Complete();
        }
    }

    /// <summary>The next group; an empty one at the stop.</summary>
    private async Task<List<Arrival>> GatherAsync(CancellationToken stop)
    {
        List<Arrival> group = [];
        try
        {
            Arrival first = await _arrivals.Reader.ReadAsync(stop).ConfigureAwait(false);
            group.Add(first);
            int bytes = first.Payload.Length;
            Task linger = Task.Delay(_options.Linger, _options.Time, stop);
            while (group.Count < _options.GroupMessages && bytes < _options.GroupBytes)
            {
                if (_arrivals.Reader.TryRead(out Arrival? next))
                {
                    group.Add(next);
                    bytes += next.Payload.Length;
                }
                else if (linger.IsCompleted || await Task.WhenAny(linger, _arrivals.Reader.WaitToReadAsync(stop).AsTask()).ConfigureAwait(false) == linger)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was gathered so far is still stored.
        }

        return group;
    }

    private async Task FinishAsync(CancellationToken hard)
    {
        await foreach ((List<Arrival> group, StoredGroup stored) in _stored.Reader.ReadAllAsync(hard).ConfigureAwait(false))
        {
            await SendReceiptsAsync(group[^1].Session, stored.Batches, hard).ConfigureAwait(false);
            foreach (IGrouping<IRecordSession, Arrival> arrivals in group.GroupBy(static arrival => arrival.Session))
            {
                await AcknowledgeAsync(arrivals.Key, [.. arrivals], hard).ConfigureAwait(false);
            }
        }
    }

    private async Task SendReceiptsAsync(IRecordSession session, List<CommittedBatch> batches, CancellationToken cancellation)
    {
        if (_receipts is null || batches.Count == 0 || session.Ended.IsCompleted)
        {
            // Without the connection there will be no acknowledgement either: the batches come again, and with them the receipts.
            return;
        }

        try
        {
            _counters.ReceiptsSent(await _receipts.SendAsync(session, batches, cancellation).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            _counters.ReceiptsFailed($"receipts: {ErrorLine.Of(exception)}");
        }
    }

    private async Task AcknowledgeAsync(IRecordSession session, List<Arrival> arrivals, CancellationToken cancellation)
    {
        if (session.Ended.IsCompleted)
        {
            return;
        }

        try
        {
            await session.AcknowledgeAsync(arrivals, cancellation).ConfigureAwait(false);
            _counters.Acknowledged(arrivals.Count);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            // The connection ended: the broker delivers them again, and they are duplicates then.
        }
    }
}
