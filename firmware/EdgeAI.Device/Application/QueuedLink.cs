using EdgeAI.Device.Board;

namespace EdgeAI.Device.Application;

/// <summary>A link whose way out is a queue that somebody else empties.</summary>
internal sealed class QueuedLink : ILink
{
    private readonly SendQueue _queue;
    private readonly IByteSource _source;

    public QueuedLink(SendQueue queue, IByteSource source)
    {
        _queue = queue;
        _source = source;
    }

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        return _queue.Put(buffer, offset, count);
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        return _source.Receive(buffer, offset, capacity);
    }
}
