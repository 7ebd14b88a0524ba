using EdgeAI.Device.Time;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.LiveView;

/// <summary>
/// Where a live view hears a robot: each frame goes on, and is copied into a preallocated slot beside if anyone watches. What the live view's
/// thread is too slow for is dropped, the oldest first, and counted. Safe for any thread; allocates nothing.
/// </summary>
public sealed class LiveViewTap : IFrameSink
{
    // A second of a busy robot; 1 MiB.
    private const int Capacity = 256;

    // Graph threads of any priority meet here.
    private readonly PriorityLock _gate = new();
    private readonly BoundedEdge<WaitingFrame> _edge = new(Capacity, DropPolicy.DropOldest, static () => new WaitingFrame()) { Name = "live view" };
    private readonly IFrameSink _next;
    private volatile LiveViewServer? _server;

    /// <summary>Makes a tap that nobody listens to yet.</summary>
    /// <param name="next">Where frames go on to.</param>
    public LiveViewTap(IFrameSink next)
    {
        _next = next;
        Housekeeping = new HousekeepingSink(this);
    }

    /// <summary>
    /// Where a live view hears what boards say of themselves, also while nobody watches: what a sensor's readings are uncertain by is said once.
    /// It goes no further.
    /// </summary>
    public IFrameSink Housekeeping { get; }

    /// <summary>Who shows the frames; null for nobody yet.</summary>
    public LiveViewServer? Server
    {
        get => _server;
        set => _server = value;
    }

    /// <summary>What became of the frames that were copied.</summary>
    public EdgeLedger Ledger => _edge.Ledger;

    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        if (_server is { IsWatched: true })
        {
            Keep(stream, in stamp, frame);
        }

        _next.Accept(stream, in stamp, frame);
    }

    /// <summary>Gives one waiting frame to what writes it in ROS's shape.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool TryPlay(Recorder recorder)
    {
        if (!_edge.TryBeginRead(out WaitingFrame slot))
        {
            return false;
        }

        recorder.Accept(slot.Stream, slot.Stamp, slot.Bytes.AsSpan(0, slot.Length));
        _edge.EndRead();
        return true;
    }

    private void Keep(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        using (_gate.Enter())
        {
            if (_edge.TryBeginWrite(out WaitingFrame slot))
            {
                frame.CopyTo(slot.Bytes);
                slot.Length = frame.Length;
                slot.Stream = stream;
                slot.Stamp = stamp;
                _edge.EndWrite();
            }
        }
    }

    private sealed class HousekeepingSink(LiveViewTap tap) : IFrameSink
    {
        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame) => tap.Keep(stream, in stamp, frame);
    }
}
