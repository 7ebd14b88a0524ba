using System.Buffers.Binary;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>Our edge: the source fills a slot in place, and the same buffer is read on the other side.</summary>
internal sealed class EdgeCarrier : ICarrier, IDisposable
{
    private readonly WakeSignal _wake = new();
    private readonly BoundedEdge<byte[]> _edge;

    public EdgeCarrier(int bytes) => _edge = new BoundedEdge<byte[]>(8, DropPolicy.Block, () => new byte[bytes]) { Wake = _wake };

    public string Name => "EdgeAI BoundedEdge, filled in place";

    public void Send(long departure)
    {
        byte[] slot;
        while (!_edge.TryBeginWrite(out slot))
        {
            Thread.Yield();
        }

        BinaryPrimitives.WriteInt64LittleEndian(slot, departure);
        _edge.EndWrite();
    }

    public bool TryTake(out long departure)
    {
        bool any = _edge.TryBeginRead(out byte[] slot);
        departure = any ? BinaryPrimitives.ReadInt64LittleEndian(slot) : 0;
        if (any)
        {
            _edge.EndRead();
        }

        return any;
    }

    public void Wait() => _wake.Wait(TimeSpan.FromSeconds(1));

    public void Dispose() => _wake.Dispose();
}
