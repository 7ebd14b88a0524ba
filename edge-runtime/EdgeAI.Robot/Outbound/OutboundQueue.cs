using EdgeAI.Device.Time;
using EdgeAI.Records;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Outbound;

/// <summary>
/// Between the executor and the gateway's connection: frames wait here, bounded, until they are packed into a batch. Here a
/// stamp leaves the robot's timeline for UTC, with the bound that the map has at that moment.
/// </summary>
internal sealed class OutboundQueue(int capacity, DropPolicy policy, int largestFrame, UtcMapping utc, IReadOnlyDictionary<StreamId, RecordClass> classes) : IFrameSink, IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(10);

    private readonly BoundedEdge<OutboundFrame> _edge = new(capacity, policy, () => new OutboundFrame(largestFrame));

    // Graph threads of any priority put frames down here, and whoever watches over them.
    private readonly PriorityLock _producers = new();
    private readonly AutoResetEvent _room = new(false);
    private volatile bool _givenUp;
    private long _droppedStopped;
    private long _droppedTooLarge;

    /// <summary>Raised on the frame's thread after a frame was queued.</summary>
    public event Action<RecordClass>? Queued;

    /// <summary>Frames that found no room after the run was asked to end: dropped, since nobody waits for them any more.</summary>
    public long DroppedStopped => Volatile.Read(ref _droppedStopped);

    /// <summary>Frames larger than any that the profile's streams and stages make, as of a board with the wrong firmware: dropped.</summary>
    public long DroppedTooLarge => Volatile.Read(ref _droppedTooLarge);

    /// <summary>Ends all waiting for room: what finds none from now on is dropped and counted.</summary>
    public void GiveUpWaiting() => _givenUp = true;

    /// <summary>What became of every frame so far.</summary>
    public EdgeLedger Ledger => _edge.Ledger;

    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        using (_producers.Enter())
        {
            Put(stream, in stamp, frame);
        }
    }

    /// <summary>Takes the oldest waiting frame. Every success is followed by <see cref="EndRead"/>.</summary>
    public bool TryBeginRead(out OutboundFrame frame) => _edge.TryBeginRead(out frame);

    /// <summary>Gives the frame's place back.</summary>
    public void EndRead()
    {
        _edge.EndRead();
        _room.Set();
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private void Put(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        // Before a slot is taken: whatever a board sends, no write may be left begun.
        if (frame.Length > largestFrame)
        {
            _droppedTooLarge++;
            return;
        }

        RecordClass recordClass = classes[stream];
        OutboundFrame slot;
        while (!_edge.TryBeginWrite(out slot))
        {
            // Only under the Block policy, which replay uses: the executor waits for the connection, virtual time stands still.
            if (_givenUp)
            {
                _droppedStopped++;
                return;
            }

            _room.WaitOne(LongestRest);
        }

        slot.RecordClass = recordClass;
        slot.UtcNanoseconds = utc.ToUtc(in stamp, out long bound);
        slot.UncertaintyNanoseconds = bound == UtcMapping.UnknownBound ? -1 : bound;
        slot.Length = frame.Length;
        frame.CopyTo(slot.Frame);
        _edge.EndWrite();
        Queued?.Invoke(recordClass);
    }
}
