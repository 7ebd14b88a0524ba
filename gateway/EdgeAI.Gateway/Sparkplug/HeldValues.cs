namespace EdgeAI.Gateway.Sparkplug;

/// <summary>The values that came while the node was offline, in their order. Bounded: the oldest is dropped and counted. One thread uses it.</summary>
internal sealed class HeldValues(int capacity)
{
    private (MetricState? Metric, MetricSample Sample)[] _ring = [];
    private int _first;
    private int _count;

    /// <summary>The values that are held.</summary>
    public int Count { get; private set; }

    /// <summary>The values that were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Holds a value.</summary>
    public void Add(MetricState metric, in MetricSample sample)
    {
        if (capacity == 0)
        {
            Dropped++;
            return;
        }

        if (_count == _ring.Length)
        {
            MakeRoom();
        }

        _ring[(_first + _count) % _ring.Length] = (metric, sample);
        _count++;
        Count++;
        metric.Device.Held++;
    }

    /// <summary>The device of the oldest value; nothing when none is held.</summary>
    public DeviceState? OldestDevice
    {
        get
        {
            while (_count > 0 && _ring[_first].Metric is null)
            {
                Advance();
            }

            return _count > 0 ? _ring[_first].Metric!.Device : null;
        }
    }

    /// <summary>Gives a device's values, oldest first, to a taker until it says that it takes no more.</summary>
    public void Take<TTaker>(DeviceState device, ref TTaker taker)
        where TTaker : IHeldValueTaker, allows ref struct
    {
        for (int index = 0; index < _count && device.Held > 0; index++)
        {
            ref (MetricState? Metric, MetricSample Sample) slot = ref _ring[(_first + index) % _ring.Length];
            if (slot.Metric is not { } metric || metric.Device != device)
            {
                continue;
            }

            if (!taker.TryTake(metric, slot.Sample))
            {
                return;
            }

            slot.Metric = null;
            Count--;
            device.Held--;
        }
    }

    private void MakeRoom()
    {
        if (_ring.Length < capacity)
        {
            (MetricState? Metric, MetricSample Sample)[] larger = new (MetricState?, MetricSample)[Math.Min(capacity, Math.Max(64, _ring.Length * 2))];
            for (int index = 0; index < _count; index++)
            {
                larger[index] = _ring[(_first + index) % _ring.Length];
            }

            _ring = larger;
            _first = 0;
            return;
        }

        if (_ring[_first].Metric is { } oldest)
        {
            oldest.Device.Held--;
            Count--;
            Dropped++;
        }

        Advance();
    }

    private void Advance()
    {
        _ring[_first].Metric = null;
        _first = (_first + 1) % _ring.Length;
        _count--;
    }
}
