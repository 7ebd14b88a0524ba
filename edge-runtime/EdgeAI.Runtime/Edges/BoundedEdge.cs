using System.Diagnostics;
using System.Numerics;

namespace EdgeAI.Runtime.Edges;

/// <summary>
/// A bounded queue of preallocated slots from one producer thread to one consumer thread, without a lock: neither side ever waits for the
/// other, whatever its priority. Slots pass by reference and are refilled in place, so that a large payload is never copied here.
/// Nothing is allocated after construction.
/// </summary>
/// <remarks>
/// <para>There are two more slots than the capacity: one that the producer fills and one that the consumer reads. A slot goes round: held by
/// the producer, waiting, held by the consumer, given back.</para>
/// <para>Items are counted from the first and stand in a ring at their count. <c>Tail</c> is the producer's alone. <c>Head</c> is moved by
/// compare-and-exchange: by one by the consumer, which thereby owns the item, by one or more by the producer, which thereby has
/// dropped them. Counts never repeat, so a head that still has its old value is the same head. Either side reads the slot at the head before
/// the exchange; what it read is only used if the exchange succeeds, and then the place was not written anew in between, since the
/// producer overwrites a place only after it has seen a head beyond the item that stood there.</para>
/// <para>Memory order: the producer writes the slot's content, then its place, then <c>Tail</c> with release; the consumer reads <c>Tail</c>
/// with acquire before the place. Slots that the consumer is done with go back through a second ring whose tail it writes with release. The
/// producer always finds one: it has read a head with acquire that was set after every slot but the last one taken was given back, at most
/// <c>Capacity</c> wait beyond that head, and one of the two further slots may still be read.</para>
/// <para>How often an exchange is tried again is bounded by what the other side did meanwhile: the producer's fails only if the consumer took
/// an item, which leaves it fewer to drop; the consumer's only if the producer finished another item.</para>
/// <para>The account is read by anyone without stopping either side: each side makes its version odd before and even after it changes its
/// part, and a reader takes what it read only if neither version was odd or changed meanwhile.</para>
/// </remarks>
/// <typeparam name="T">The slot: a class that is refilled in place.</typeparam>
public sealed class BoundedEdge<T> : IEdgeAccount
    where T : class
{
    private readonly T[] _ring;
    private readonly T[] _given;
    private readonly T[] _pool;
    private T? _writing;
    private T? _reading;
    private volatile bool _stopped;
    private EdgeProducerSide _producer;
    private EdgeHead _head;
    private EdgeConsumerSide _consumer;

    /// <summary>Makes an edge and all of its slots.</summary>
    /// <param name="capacity">The most items that wait, at least 1.</param>
    /// <param name="policy">What happens when more comes than is taken.</param>
    /// <param name="newSlot">Makes one slot.</param>
    /// <param name="keepEvery">Of how many items one enters, the first of them: at least 2 for <see cref="DropPolicy.EveryNth"/>, 1 for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1, or <paramref name="keepEvery"/> does not fit the policy.</exception>
    public BoundedEdge(int capacity, DropPolicy policy, Func<T> newSlot, int keepEvery = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(keepEvery, policy == DropPolicy.EveryNth ? 2 : 1);
        ArgumentNullException.ThrowIfNull(newSlot);
        Capacity = capacity;
        Policy = policy;
        KeepEvery = keepEvery;
        _ring = new T[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _pool = new T[capacity + 2];
        _given = new T[BitOperations.RoundUpToPowerOf2((uint)capacity + 2)];
        for (int slot = 0; slot < _pool.Length; slot++)
        {
            _pool[slot] = newSlot();
        }

        _producer.Pooled = _pool.Length;
    }

    /// <inheritdoc/>
    public string Name { get; init; } = "";

    /// <inheritdoc/>
    public DropPolicy Policy { get; }

    /// <summary>Of how many items one enters; 1 for all. Under <see cref="DropPolicy.Block"/>, which a replay uses, too.</summary>
    public int KeepEvery { get; }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <summary>What is set after each item, for a consumer that sleeps; null for a consumer that looks by itself.</summary>
    public WakeSignal? Wake { get; init; }

    /// <inheritdoc/>
    public EdgeLedger Ledger
    {
        get
        {
            SpinWait wait = default;
            EdgeLedger ledger;
            while (!TryReadLedger(out ledger))
            {
                wait.SpinOnce();
            }

            return ledger;
        }
    }

    /// <summary>Drops and counts whatever is produced from now on, so that no producer waits for a consumer that has ended. Any thread.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Hands out a slot to fill. Every success is followed by <see cref="EndWrite"/> or <see cref="CancelWrite"/>. Producer only.</summary>
    /// <param name="slot">The slot, holding whatever it held before.</param>
    /// <returns>False only under <see cref="DropPolicy.Block"/> with a full edge: try again later.</returns>
    /// <exception cref="InvalidOperationException">The previous slot was not given back.</exception>
    public bool TryBeginWrite(out T slot)
    {
        if (_writing is not null)
        {
            throw new InvalidOperationException("the previous write was neither ended nor cancelled");
        }

        // The acquire here is also what makes a slot that the consumer gave back visible; see the remarks.
        long waiting = _producer.Tail - Volatile.Read(ref _head.Value);
        if (Policy == DropPolicy.Block && waiting == Capacity && !_stopped && IsKept(_producer.Produced))
        {
            slot = null!;
            return false;
        }

        _writing = slot = _producer.Pooled > 0 ? _pool[--_producer.Pooled] : TakeBack();
        return true;
    }

    /// <summary>Puts the filled slot into the queue, or drops by policy. Producer only.</summary>
    public void EndWrite()
    {
        T written = TakeWriting();
        long version = _producer.Version;
        Volatile.Write(ref _producer.Version, version + 1);
        long number = _producer.Produced;
        Volatile.Write(ref _producer.Produced, number + 1);
        if (_stopped)
        {
            Drop(written, ref _producer.Stopped);
        }
        else if (!IsKept(number))
        {
            Drop(written, ref _producer.Thinned);
        }
        else
        {
            Enqueue(written);
        }

        Volatile.Write(ref _producer.Version, version + 2);
        CheckBalance();
        Wake?.Set();
    }

    /// <summary>Gives the slot back unfilled: nothing was produced. Producer only.</summary>
    public void CancelWrite() => Pool(TakeWriting());

    /// <summary>Hands out the oldest item. Every success is followed by <see cref="EndRead"/>. Consumer only.</summary>
    /// <param name="slot">The item, unchanged until <see cref="EndRead"/>.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The previous item was not given back.</exception>
    public bool TryBeginRead(out T slot)
    {
        if (_reading is not null)
        {
            throw new InvalidOperationException("the previous read was not ended");
        }

        long head = Volatile.Read(ref _head.Value);
        while (head < Volatile.Read(ref _producer.Tail))
        {
            T candidate = _ring[head & (_ring.Length - 1)];
            long version = _consumer.Version;
            Volatile.Write(ref _consumer.Version, version + 1);
            long seen = Interlocked.CompareExchange(ref _head.Value, head + 1, head);
            if (seen == head)
            {
                Volatile.Write(ref _consumer.Reading, 1);
                Volatile.Write(ref _consumer.Version, version + 2);
                _reading = slot = candidate;
                return true;
            }

            Volatile.Write(ref _consumer.Version, version + 2);
            head = seen;
        }

        slot = null!;
        return false;
    }

    /// <summary>Gives the item's slot back: it is delivered. Consumer only.</summary>
    public void EndRead()
    {
        T read = _reading ?? throw new InvalidOperationException("no read was begun");
        _reading = null;
        long version = _consumer.Version;
        Volatile.Write(ref _consumer.Version, version + 1);
        Volatile.Write(ref _consumer.Reading, 0);
        Volatile.Write(ref _consumer.Delivered, _consumer.Delivered + 1);
        Volatile.Write(ref _consumer.Version, version + 2);
        long given = _consumer.FreeTail;
        _given[given & (_given.Length - 1)] = read;
        Volatile.Write(ref _consumer.FreeTail, given + 1);
        CheckBalance();
    }

    /// <summary>Reads the account once, without waiting for either side.</summary>
    /// <param name="ledger">What became of everything so far.</param>
    /// <returns>False where one of the two sides was at it: try again.</returns>
    public bool TryReadLedger(out EdgeLedger ledger)
    {
        long producer = Volatile.Read(ref _producer.Version);
        long consumer = Volatile.Read(ref _consumer.Version);
        long produced = Volatile.Read(ref _producer.Produced);
        EdgeDrops drops = new(
            Volatile.Read(ref _producer.Oldest),
            Volatile.Read(ref _producer.Newest),
            Volatile.Read(ref _producer.Superseded),
            Volatile.Read(ref _producer.Thinned),
            Volatile.Read(ref _producer.Stopped));
        long waiting = Volatile.Read(ref _producer.Tail) - Volatile.Read(ref _head.Value);
        long reading = Volatile.Read(ref _consumer.Reading);
        ledger = new EdgeLedger(produced, Volatile.Read(ref _consumer.Delivered), drops, waiting + reading);
        return ((producer | consumer) & 1) == 0
            && Volatile.Read(ref _producer.Version) == producer
            && Volatile.Read(ref _consumer.Version) == consumer;
    }

    private bool IsKept(long number) => KeepEvery == 1 || number % KeepEvery == 0;

    private T TakeBack()
    {
        if (_producer.FreeHead == Volatile.Read(ref _consumer.FreeTail))
        {
            throw new InvalidOperationException($"the slots of the edge '{Name}' do not add up: is there more than one producer or consumer?");
        }

        return _given[_producer.FreeHead++ & (_given.Length - 1)];
    }

    private void Enqueue(T written)
    {
        long tail = _producer.Tail;
        long waiting = tail - Volatile.Read(ref _head.Value);
        if (Policy == DropPolicy.LatestOnly)
        {
            DropWaiting(tail, ref _producer.Superseded);
        }
        else if (waiting == Capacity)
        {
            if (Policy == DropPolicy.DropNewest)
            {
                Drop(written, ref _producer.Newest);
                return;
            }

            DropWaiting(tail - Capacity + 1, ref _producer.Oldest);
        }

        _ring[tail & (_ring.Length - 1)] = written;
        Volatile.Write(ref _producer.Tail, tail + 1);
    }

    /// <summary>Drops the waiting items up to a count, as far as the consumer does not take them first.</summary>
    private void DropWaiting(long end, ref long reason)
    {
        long head = Volatile.Read(ref _head.Value);
        while (head < end)
        {
            long seen = Interlocked.CompareExchange(ref _head.Value, end, head);
            if (seen == head)
            {
                Volatile.Write(ref reason, reason + end - head);
                for (; head < end; head++)
                {
                    Pool(_ring[head & (_ring.Length - 1)]);
                }

                return;
            }

            head = seen;
        }
    }

    private void Drop(T written, ref long reason)
    {
        Volatile.Write(ref reason, reason + 1);
        Pool(written);
    }

    private void Pool(T slot) => _pool[_producer.Pooled++] = slot;

    private T TakeWriting()
    {
        T written = _writing ?? throw new InvalidOperationException("no write was begun");
        _writing = null;
        return written;
    }

    /// <summary>In a debug build, each item checks the account, as far as the other side is not at it.</summary>
    [Conditional("DEBUG")]
    private void CheckBalance()
    {
        if (TryReadLedger(out EdgeLedger ledger) && !ledger.IsBalanced)
        {
            throw new InvalidOperationException($"the edge '{Name}' does not balance: {ledger}");
        }
    }
}
