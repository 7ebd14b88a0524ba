using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

/// <summary>An edge as one would write it without threads: the slow judge of the real one.</summary>
internal sealed class EdgeModel(int capacity, DropPolicy policy, int keepEvery)
{
    private readonly Queue<long> _waiting = new();
    private long _produced;
    private long _delivered;
    private long _reading;
    private long _oldest;
    private long _newest;
    private long _superseded;
    private long _thinned;

    public bool CanWrite => policy != DropPolicy.Block || _waiting.Count < capacity || !IsKept;

    public EdgeLedger Ledger => new(_produced, _delivered, new EdgeDrops(_oldest, _newest, _superseded, _thinned), _waiting.Count + _reading);

    private bool IsKept => _produced % keepEvery == 0;

    public void Write(long step)
    {
        bool isKept = IsKept;
        _produced++;
        if (!isKept)
        {
            _thinned++;
            return;
        }

        if (policy == DropPolicy.LatestOnly)
        {
            _superseded += _waiting.Count;
            _waiting.Clear();
        }
        else if (_waiting.Count == capacity && policy == DropPolicy.DropNewest)
        {
            _newest++;
            return;
        }
        else if (_waiting.Count == capacity)
        {
            _waiting.Dequeue();
            _oldest++;
        }

        _waiting.Enqueue(step);
    }

    public bool TryRead(out long value)
    {
        bool any = _waiting.TryDequeue(out value);
        _reading = any ? 1 : 0;
        return any;
    }

    public void EndRead()
    {
        _reading = 0;
        _delivered++;
    }
}
