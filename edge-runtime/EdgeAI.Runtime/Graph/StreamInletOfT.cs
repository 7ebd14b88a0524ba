using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// An inlet for one type of message. A source fills the edge's own messages in place, so that a large one is never copied; a stage of another
/// thread, which answers with one message of its own, gives a copy.
/// </summary>
/// <typeparam name="T">The message.</typeparam>
public sealed class StreamInlet<T> : StreamInlet, ISampleConsumer<T>
    where T : Message
{
    private readonly StreamId _id;
    private readonly BoundedEdge<SampleSlot<T>> _edge;
    private readonly ISampleConsumer<T>[] _consumers;
    private readonly IClock _clock;
    private SampleSlot<T>? _filling;

    /// <summary>Makes an inlet with all of its messages.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="options">What the edge is.</param>
    /// <param name="newMessage">Makes one message, large enough for the stream.</param>
    /// <param name="consumers">Who takes the samples, in this order.</param>
    /// <param name="clock">The robot's timeline.</param>
    public StreamInlet(StreamId id, InletOptions options, Func<T> newMessage, ISampleConsumer<T>[] consumers, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _id = id;
        _edge = new BoundedEdge<SampleSlot<T>>(options.Capacity, options.Policy, () => new SampleSlot<T>(newMessage()), options.KeepEvery) { Name = options.Name, Wake = options.Wake };
        _consumers = consumers;
        _clock = clock;
    }

    /// <inheritdoc/>
    public override IEdgeAccount Account => _edge;

    /// <summary>Hands out a message to fill in place. Every success is followed by <see cref="EndFill"/> or <see cref="CancelFill"/>. On the producer's thread.</summary>
    /// <param name="message">The message, holding whatever it held before.</param>
    /// <returns>False only under <see cref="DropPolicy.Block"/> with a full edge.</returns>
    public bool TryBeginFill(out T message)
    {
        if (_edge.TryBeginWrite(out SampleSlot<T> slot))
        {
            _filling = slot;
            message = slot.Message;
            return true;
        }

        message = null!;
        return false;
    }

    /// <summary>Sends the filled message on.</summary>
    /// <param name="stamp">When it was true, on the robot's timeline; also set on the message.</param>
    /// <param name="sequence">Its number in its stream.</param>
    /// <param name="flags">What is true of it.</param>
    /// <param name="spanNanoseconds">How much older than the stamp the oldest reading is that it rests on; 0 for what was sensed.</param>
    public void EndFill(in Stamp stamp, long sequence, FrameFlags flags, long spanNanoseconds = 0)
    {
        SampleSlot<T> slot = _filling ?? throw new InvalidOperationException("no message was handed out to fill");
        _filling = null;
        slot.Message.Stamp = stamp;
        slot.Stamp = stamp;
        slot.Sequence = sequence;
        slot.Flags = flags;
        slot.Span = spanNanoseconds;
        _edge.EndWrite();
    }

    /// <summary>Gives the message back: nothing was produced.</summary>
    public void CancelFill()
    {
        _filling = null;
        _edge.CancelWrite();
    }

    /// <summary>Takes a copy of a sample, or drops it by policy.</summary>
    /// <param name="sample">The sample.</param>
    public void Take(in Sample<T> sample)
    {
        while (!TryBeginFill(out _))
        {
            // Only under Block, which the builder gives an edge only where producer and consumer are one thread.
            Drain();
        }

        _filling!.Message.CopyFrom(sample.Value);
        EndFill(sample.Stamp, sample.Sequence, sample.Flags, sample.SpanNanoseconds);
    }

    /// <inheritdoc/>
    public override int Drain()
    {
        int delivered = 0;
        while (delivered < _edge.Capacity && _edge.TryBeginRead(out SampleSlot<T> slot))
        {
            Sample<T> sample = new(slot.Message, slot.Stamp, _id, slot.Sequence, slot.Flags, slot.Span);
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

    /// <inheritdoc/>
    public override void Stop() => _edge.Stop();
}
