using System.Diagnostics;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Robot.Outbound;

/// <summary>
/// Packs waiting frames into numbered batches and keeps each batch until the gateway has acknowledged it. A batch that is sent
/// again after a reconnect is the same bytes with the same number, by which the gateway knows that it has it already.
/// </summary>
internal sealed class GatewayOutbox : IOutbox, IDisposable
{
    // A full gateway window of such batches is 1 MiB; one holds a few hundred frames, far more than a commit's time brings.
    private const int BatchCapacityBytes = 64 * 1024;
    private const int ManyWaiting = 256;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(20);

    // Every batch is a commit on the gateway's disk. Waiting this long for company costs a record 10 ms at most and saves flash
    // most of its writes; a safety record does not wait.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);

    private readonly OutboundQueue _queue;
    private readonly string _topic;
    private readonly uint _boot;
    private readonly Batch[] _window;
    private readonly WakeSignal _queued = new();
    private readonly Thread _bell;
    private OutboundFrame? _pending;
    private long _firstUnacknowledged = 1;
    private long _nextToTake = 1;
    private long _nextToPack = 1;
    private long _acknowledgedRecords;
    private long _packedRecords;
    private volatile bool _stopping;
    private volatile bool _urgent;
    private volatile bool _ripe;

    /// <summary>Makes an outbox with room for a window of batches.</summary>
    /// <param name="queue">Where frames wait.</param>
    /// <param name="topic">The robot's batch topic.</param>
    /// <param name="boot">The robot's boot number.</param>
    /// <param name="window">The most batches that are kept at once.</param>
    public GatewayOutbox(OutboundQueue queue, string topic, uint boot, int window)
    {
        _queue = queue;
        _topic = topic;
        _boot = boot;
        _window = [.. Enumerable.Range(0, window).Select(static _ => new Batch())];
        _queue.Queued += OnQueued;
        _bell = new Thread(Ring) { Name = "edgeai-outbox", IsBackground = true };
        _bell.Start();
    }

    /// <inheritdoc/>
    public event Action? WorkAvailable;

    /// <summary>Records that the gateway has acknowledged as durable.</summary>
    public long AcknowledgedRecords => Volatile.Read(ref _acknowledgedRecords);

    /// <summary>Records that were packed and are not acknowledged yet.</summary>
    public long UnacknowledgedRecords => Volatile.Read(ref _packedRecords) - AcknowledgedRecords;

    /// <inheritdoc/>
    public bool TryTake(out OutboundMessage message)
    {
        message = default;
        if (_nextToTake == _nextToPack && !TryPack())
        {
            return false;
        }

        message = new OutboundMessage(_nextToTake, _topic, BatchOf(_nextToTake).Payload);
        _nextToTake++;
        return true;
    }

    /// <inheritdoc/>
    public void Acknowledge(long id)
    {
        for (; _firstUnacknowledged <= id; _firstUnacknowledged++)
        {
            Volatile.Write(ref _acknowledgedRecords, _acknowledgedRecords + BatchOf(_firstUnacknowledged).Writer.Count);
        }
    }

    /// <inheritdoc/>
    public void Rewind() => _nextToTake = _firstUnacknowledged;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _queue.Queued -= OnQueued;
        _queued.Set();
        _bell.Join();
        _queued.Dispose();
    }

    private bool TryPack()
    {
        if (!_ripe && _queue.Ledger.InFlight < ManyWaiting)
        {
            return false;
        }

        if (_nextToPack - _firstUnacknowledged == _window.Length)
        {
            return false;
        }

        if (_pending is null && !_queue.TryBeginRead(out _pending))
        {
            _ripe = false;
            return false;
        }

        Batch batch = BatchOf(_nextToPack);
        batch.Writer.Begin(_boot, (ulong)_nextToPack);
        while (_pending is { } frame && batch.Writer.TryAdd(frame.RecordClass, frame.UtcNanoseconds, frame.UncertaintyNanoseconds, frame.Frame.AsSpan(0, frame.Length)))
        {
            // Counted as packed before it stops counting as queued: a drain that looks between the two must not see neither.
            Volatile.Write(ref _packedRecords, _packedRecords + 1);
            _queue.EndRead();
            _pending = _queue.TryBeginRead(out OutboundFrame next) ? next : null;
        }

        batch.Payload = batch.Writer.Finish();
        _ripe = _pending is not null;
        _nextToPack++;
        return true;
    }

    private Batch BatchOf(long number) => _window[number % _window.Length];

    private void OnQueued(RecordClass recordClass)
    {
        if (recordClass == RecordClass.Safety)
        {
            _urgent = true;
        }

        _queued.Set();
    }

    // Waking the publisher allocates, so the executor only sets a signal, which waits for nobody, and this thread carries the news.
    private void Ring()
    {
        while (!_stopping)
        {
            _queued.Wait(LongestRest);
            for (long from = Stopwatch.GetTimestamp(); !_urgent && !_stopping && Stopwatch.GetElapsedTime(from) < Linger;)
            {
                _queued.Wait(Linger);
            }

            _urgent = false;
            _ripe = true;
            WorkAvailable?.Invoke();
        }
    }

    private sealed class Batch
    {
        public RobotBatchWriter Writer { get; } = new(BatchCapacityBytes);

        public ReadOnlyMemory<byte> Payload { get; set; }
    }
}
