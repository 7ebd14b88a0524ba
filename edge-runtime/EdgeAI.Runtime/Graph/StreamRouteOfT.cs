using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>A route for one type of message.</summary>
/// <typeparam name="T">The message.</typeparam>
public sealed class StreamRoute<T> : StreamRoute
    where T : Message
{
    private readonly BoundedEdge<ReadingSlot<T>> _edge;
    private readonly ISampleConsumer<T>[] _consumers;
    private readonly IClock _clock;

    /// <summary>Makes a route with all of its slots.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="name">Its name in the profile.</param>
    /// <param name="capacity">The most readings that wait.</param>
    /// <param name="policy">What happens to the next one then.</param>
    /// <param name="newMessage">Makes one message, large enough for the stream.</param>
    /// <param name="consumers">Who takes the readings, in this order.</param>
    /// <param name="clock">The robot's timeline.</param>
    public StreamRoute(StreamId id, string name, int capacity, DropPolicy policy, Func<T> newMessage, ISampleConsumer<T>[] consumers, IClock clock)
        : base(id, name)
    {
        _edge = new BoundedEdge<ReadingSlot<T>>(capacity, policy, () => new ReadingSlot<T>(newMessage()));
        _consumers = consumers;
        _clock = clock;
    }

    /// <inheritdoc/>
    public override EdgeLedger Ledger => _edge.Ledger;

    /// <inheritdoc/>
    public override FrameStatus Accept(FrameReceiver receiver, in Stamp stamp)
    {
        if (!_edge.TryBeginWrite(out ReadingSlot<T> slot))
        {
            Drain();
            _edge.TryBeginWrite(out slot);
        }

        FrameStatus status = receiver.Decode(slot.Message);
        if (status != FrameStatus.Ok)
        {
            _edge.CancelWrite();
            return status;
        }

        slot.Message.Stamp = stamp;
        slot.Stamp = stamp;
        slot.Sequence = receiver.Header.Sequence;
        slot.Flags = receiver.Header.Flags;
        _edge.EndWrite();
        return FrameStatus.Ok;
    }

    /// <inheritdoc/>
    public override int Drain()
    {
        int delivered = 0;
        while (_edge.TryBeginRead(out ReadingSlot<T> slot))
        {
            Sample<T> sample = new(slot.Message, slot.Stamp, Id, slot.Sequence, slot.Flags);
            foreach (ISampleConsumer<T> consumer in _consumers)
            {
                consumer.Take(in sample);
            }

            Latency.Record(_clock.Nanoseconds - slot.Stamp.Nanoseconds);
            _edge.EndRead();
            delivered++;
        }

        return delivered;
    }
}
