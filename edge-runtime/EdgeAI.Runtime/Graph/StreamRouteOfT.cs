using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>A route for one type of message.</summary>
/// <typeparam name="T">The message.</typeparam>
public sealed class StreamRoute<T> : StreamRoute
    where T : Message
{
    private readonly StreamInlet<T>[] _inlets;

    /// <summary>Makes a route.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="name">Its name in the profile.</param>
    /// <param name="inlets">Where it enters graph threads, at least one. The first is decoded into; the others get copies.</param>
    public StreamRoute(StreamId id, string name, params StreamInlet<T>[] inlets)
        : base(id, name)
    {
        ArgumentNullException.ThrowIfNull(inlets);
        ArgumentOutOfRangeException.ThrowIfZero(inlets.Length);
        _inlets = inlets;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInlet> Inlets => _inlets;

    /// <inheritdoc/>
    public override FrameStatus Accept(FrameReceiver receiver, in Stamp stamp)
    {
        StreamInlet<T> first = _inlets[0];
        T message;
        while (!first.TryBeginFill(out message))
        {
            // Only under Block, which the builder gives an edge only where producer and consumer are one thread.
            first.Drain();
        }

        FrameStatus status = receiver.Decode(message);
        if (status != FrameStatus.Ok)
        {
            first.CancelFill();
            return status;
        }

        if (_inlets.Length > 1)
        {
            Sample<T> sample = new(message, stamp, Id, receiver.Header.Sequence, receiver.Header.Flags);
            foreach (StreamInlet<T> other in _inlets.AsSpan(1))
            {
                other.Take(in sample);
            }
        }

        first.EndFill(in stamp, receiver.Header.Sequence, receiver.Header.Flags);
        return FrameStatus.Ok;
    }
}
