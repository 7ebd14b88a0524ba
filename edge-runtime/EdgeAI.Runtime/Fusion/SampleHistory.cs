using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// The last samples of one stream in the order of their stamps, late ones put in their place, in slots that are all made at
/// construction. Whatever the stream does it holds no more than its capacity, and every sample that it gives up is counted by reason.
/// </summary>
/// <typeparam name="T">The payload: a message or a value.</typeparam>
internal sealed class SampleHistory<T> : StampHistory
{
    private readonly HistoryEntry<T>[] _entries;
    private readonly StampOrder _order;
    private readonly bool _keepsIdentical;
    private int _head;
    private int _count;
    private bool _closed;
    private long _neededFrom = long.MinValue;
    private long _answeredThrough = long.MinValue;
    private long _lostThrough = long.MinValue;
    private long _taken;
    private long _released;
    private long _late;
    private long _identical;
    private long _overflow;
    private long _jumped;

    /// <summary>Makes a history and all of its slots.</summary>
    /// <param name="options">Its bounds.</param>
    /// <param name="keepsIdentical">Whether a second sample with one stamp is kept after the first, and not dropped.</param>
    /// <param name="newPayload">Makes one payload, large enough for the stream.</param>
    public SampleHistory(HistoryOptions options, bool keepsIdentical, Func<T> newPayload)
    {
        options.Check();
        if (!PayloadCopy.CanKeep<T>())
        {
            throw new ArgumentException($"{typeof(T).Name} is neither a message nor a value: it cannot be kept without allocating", nameof(newPayload));
        }

        _order = new StampOrder(options.LatenessNanoseconds, options.JumpNanoseconds);
        _keepsIdentical = keepsIdentical;
        _entries = new HistoryEntry<T>[options.Capacity];
        for (int entry = 0; entry < _entries.Length; entry++)
        {
            _entries[entry] = new HistoryEntry<T>(newPayload());
        }
    }

    /// <inheritdoc/>
    public override int Count => _count;

    /// <inheritdoc/>
    public override long KnownThrough => _closed ? long.MaxValue : _order.KnownThrough;

    /// <inheritdoc/>
    public override long LostThrough => _lostThrough;

    /// <summary>Samples that came with the stamp of one before them.</summary>
    public long IdenticalStamps { get; private set; }

    /// <summary>Stamps so far ahead that the clock jumped, or the stream paused.</summary>
    public long JumpsAhead => _order.JumpsAhead;

    /// <summary>Stamps so far behind that the clock jumped.</summary>
    public long JumpsBack => _order.JumpsBack;

    /// <summary>What became of everything so far.</summary>
    public HistoryLedger Ledger => new(_taken, _released, _count, _late, _identical, _overflow, _jumped);

    /// <inheritdoc/>
    public override long StampAt(int index) => EntryAt(index).Sample.Stamp.Nanoseconds;

    /// <summary>A sample that is held, oldest first.</summary>
    public HistoryEntry<T> EntryAt(int index) => _entries[Place(index)];

    /// <summary>Takes a sample in, or drops it by name.</summary>
    /// <returns>Where its stamp stands in its stream.</returns>
    public StampPlace Take(in Sample<T> sample, long arrival)
    {
        _taken++;
        long stamp = sample.Stamp.Nanoseconds;
        StampPlace place = _order.Place(stamp);
        if (place == StampPlace.JumpBack)
        {
            StartAnew(stamp);
        }

        if (place == StampPlace.Late || stamp < _answeredThrough)
        {
            _late++;
            return place;
        }

        int at = CountThrough(stamp);
        if (place == StampPlace.Identical || (at > 0 && StampAt(at - 1) == stamp))
        {
            IdenticalStamps++;
            if (!_keepsIdentical)
            {
                _identical++;
                return place;
            }
        }

        if (stamp < _neededFrom)
        {
            _released++;
            return place;
        }

        if (_count == _entries.Length)
        {
            if (at == 0)
            {
                Lose(stamp);
                return place;
            }

            Lose(StampAt(0));
            DropOldest();
            at--;
        }

        Insert(at, in sample, arrival);
        return place;
    }

    /// <summary>Lets go of everything before an instant, now and later: nothing to come needs it.</summary>
    public void ReleaseBefore(long instant)
    {
        _neededFrom = Math.Max(_neededFrom, instant);
        for (int before = CountBefore(instant); before > 0; before--)
        {
            DropOldest();
            _released++;
        }
    }

    /// <summary>Lets go of the oldest, which has been answered: what comes later with an older stamp is late.</summary>
    public void ReleaseOldest()
    {
        _answeredThrough = Math.Max(_answeredThrough, StampAt(0));
        DropOldest();
        _released++;
    }

    /// <summary>The one who asks has gone back in time: nothing counts as done with any more.</summary>
    public void Rewind() => _neededFrom = long.MinValue;

    /// <summary>Nothing will come any more.</summary>
    public void Close() => _closed = true;

    private int Place(int index)
    {
        int place = _head + index;
        return place < _entries.Length ? place : place - _entries.Length;
    }

    private void Insert(int at, in Sample<T> sample, long arrival)
    {
        HistoryEntry<T> entry = _entries[Place(_count)];
        for (int index = _count; index > at; index--)
        {
            _entries[Place(index)] = _entries[Place(index - 1)];
        }

        _entries[Place(at)] = entry;
        entry.Fill(in sample, arrival);
        _count++;
    }

    private void DropOldest()
    {
        _head = Place(1);
        _count--;
    }

    private void Lose(long stamp)
    {
        if (stamp < _neededFrom)
        {
            _released++;
            return;
        }

        _overflow++;
        _lostThrough = Math.Max(_lostThrough, stamp);
    }

    /// <summary>After a jump back what lies ahead belongs to a time that this stream has left.</summary>
    private void StartAnew(long stamp)
    {
        int kept = CountThrough(stamp);
        _jumped += _count - kept;
        _count = kept;
        _answeredThrough = long.MinValue;
        _neededFrom = long.MinValue;
        _lostThrough = stamp == long.MinValue ? stamp : Math.Min(_lostThrough, stamp - 1);
    }
}
