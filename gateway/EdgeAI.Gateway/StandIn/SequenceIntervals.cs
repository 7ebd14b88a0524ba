namespace EdgeAI.Gateway.StandIn;

/// <summary>
/// Which numbers of a sequence have been seen, as intervals: one for a sequence without holes, however long. Bounded: when there are
/// too many holes, the lowest one is closed and its numbers count as seen no more than as missing.
/// </summary>
internal sealed class SequenceIntervals
{
    private const int MaximumIntervals = 4096;

    // Sorted, never touching.
    private readonly List<(long First, long Last)> _intervals = [];
    private long _closed;

    /// <summary>The different numbers seen.</summary>
    public long Count { get; private set; }

    /// <summary>The numbers between the lowest and the highest seen that were not.</summary>
    public long Missing => _intervals.Count == 0 ? 0 : _intervals[^1].Last - _intervals[0].First + 1 - Count - _closed;

    /// <summary>Notes a number; false when it was seen before.</summary>
    public bool Add(long number)
    {
        int index = _intervals.Count - 1;
        while (index >= 0 && _intervals[index].First > number)
        {
            index--;
        }

        if (index >= 0 && number <= _intervals[index].Last)
        {
            return false;
        }

        Count++;
        bool touchesBelow = index >= 0 && _intervals[index].Last == number - 1;
        bool touchesAbove = index + 1 < _intervals.Count && _intervals[index + 1].First == number + 1;
        if (touchesBelow && touchesAbove)
        {
            _intervals[index] = (_intervals[index].First, _intervals[index + 1].Last);
            _intervals.RemoveAt(index + 1);
        }
        else if (touchesBelow)
        {
            _intervals[index] = (_intervals[index].First, number);
        }
        else if (touchesAbove)
        {
            _intervals[index + 1] = (number, _intervals[index + 1].Last);
        }
        else
        {
            _intervals.Insert(index + 1, (number, number));
            CloseLowestHole();
        }

        return true;
    }

    private void CloseLowestHole()
    {
        if (_intervals.Count > MaximumIntervals)
        {
            _closed += _intervals[1].First - _intervals[0].Last - 1;
            _intervals[0] = (_intervals[0].First, _intervals[1].Last);
            _intervals.RemoveAt(1);
        }
    }
}
