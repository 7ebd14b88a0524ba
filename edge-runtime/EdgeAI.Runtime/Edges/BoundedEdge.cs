namespace EdgeAI.Runtime.Edges;

/// <summary>
/// A bounded queue of preallocated slots from one producer thread to one consumer thread.
/// </summary>
/// <remarks>
/// There are two more slots than the capacity: one that the producer fills and one that the consumer reads, so that neither
/// ever touches a slot that the other holds and a drop never frees a slot in use. Only the moves of references are locked;
/// filling and reading happen outside. Nothing is allocated after construction.
/// </remarks>
/// <typeparam name="T">The slot: a class that is refilled in place.</typeparam>
public sealed class BoundedEdge<T>
    where T : class
{
    // A monitor and not a System.Threading.Lock: that one allocates its wait event the first time that two threads meet, on the
    // thread that has to wait, and the executor may not allocate.
    private readonly object _gate = new();
    private readonly T[] _waiting;
    private readonly Stack<T> _free;
    private T? _writing;
    private T? _reading;
    private int _head;
    private int _count;
    private long _produced;
    private long _delivered;
    private long _dropped;

    /// <summary>Makes an edge and all of its slots.</summary>
    /// <param name="capacity">The most items that wait, at least 1.</param>
    /// <param name="policy">What happens to the next item when that many wait.</param>
    /// <param name="newSlot">Makes one slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public BoundedEdge(int capacity, DropPolicy policy, Func<T> newSlot)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentNullException.ThrowIfNull(newSlot);
        Policy = policy;
        _waiting = new T[capacity];
        _free = new Stack<T>(capacity + 2);
        for (int slot = 0; slot < capacity + 2; slot++)
        {
            _free.Push(newSlot());
        }
    }

    /// <summary>What happens to the next item when the edge is full.</summary>
    public DropPolicy Policy { get; }

    /// <summary>The most items that wait.</summary>
    public int Capacity => _waiting.Length;

    /// <summary>What became of everything so far; one consistent reading.</summary>
    public EdgeLedger Ledger
    {
        get
        {
            lock (_gate)
            {
                return new EdgeLedger(_produced, _delivered, _dropped, _count + (_reading is null ? 0 : 1));
            }
        }
    }

    /// <summary>Hands out a slot to fill. Every success is followed by <see cref="EndWrite"/> or <see cref="CancelWrite"/>.</summary>
    /// <param name="slot">The slot, holding whatever it held before.</param>
    /// <returns>False only under <see cref="DropPolicy.Block"/> with a full edge: try again later.</returns>
    /// <exception cref="InvalidOperationException">The previous slot was not given back.</exception>
    public bool TryBeginWrite(out T slot)
    {
        lock (_gate)
        {
            if (_writing is not null)
            {
                throw new InvalidOperationException("the previous write was neither ended nor cancelled");
            }

            if (Policy == DropPolicy.Block && _count == _waiting.Length)
            {
                slot = null!;
                return false;
            }

            _writing = slot = _free.Pop();
            return true;
        }
    }

    /// <summary>Puts the filled slot into the queue, or drops by policy.</summary>
    public void EndWrite()
    {
        lock (_gate)
        {
            T written = TakeWriting();
            _produced++;
            if (_count == _waiting.Length)
            {
                if (Policy == DropPolicy.DropNewest)
                {
                    _dropped++;
                    _free.Push(written);
                    return;
                }

                DropHead(Policy == DropPolicy.LatestOnly ? _count : 1);
            }
            else if (Policy == DropPolicy.LatestOnly)
            {
                DropHead(_count);
            }

            _waiting[(_head + _count) % _waiting.Length] = written;
            _count++;
        }
    }

    /// <summary>Gives the slot back unfilled: nothing was produced.</summary>
    public void CancelWrite()
    {
        lock (_gate)
        {
            _free.Push(TakeWriting());
        }
    }

    /// <summary>Hands out the oldest item. Every success is followed by <see cref="EndRead"/>.</summary>
    /// <param name="slot">The item, unchanged until <see cref="EndRead"/>.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The previous item was not given back.</exception>
    public bool TryBeginRead(out T slot)
    {
        lock (_gate)
        {
            if (_reading is not null)
            {
                throw new InvalidOperationException("the previous read was not ended");
            }

            if (_count == 0)
            {
                slot = null!;
                return false;
            }

            _reading = slot = _waiting[_head];
            _head = (_head + 1) % _waiting.Length;
            _count--;
            return true;
        }
    }

    /// <summary>Gives the item's slot back: it is delivered.</summary>
    public void EndRead()
    {
        lock (_gate)
        {
            _free.Push(_reading ?? throw new InvalidOperationException("no read was begun"));
            _reading = null;
            _delivered++;
        }
    }

    private T TakeWriting()
    {
        T written = _writing ?? throw new InvalidOperationException("no write was begun");
        _writing = null;
        return written;
    }

    private void DropHead(int items)
    {
        for (; items > 0; items--)
        {
            _free.Push(_waiting[_head]);
            _head = (_head + 1) % _waiting.Length;
            _count--;
            _dropped++;
        }
    }
}
