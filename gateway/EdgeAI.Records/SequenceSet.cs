namespace EdgeAI.Records;

/// <summary>
/// Which numbers of a sequence have been seen, exactly, in whatever order they come: pages of bits, of which a full one costs nothing
/// but its name. Bounded: beyond a number of pages that are not full the lowest are forgotten, and their numbers and those before are neither news
/// nor duplicates any more but <see cref="RecordNovelty.Unknown"/>. Not for several threads at once.
/// </summary>
public sealed class SequenceSet
{
    /// <summary>The numbers of one page: 512 bytes of bits.</summary>
    public const int PageSize = 4096;

    /// <summary>The pages that are kept unless said otherwise: 67 million numbers, of which some came late, in at most 8 MiB.</summary>
    public const int DefaultMaximumPages = 16_384;

    private readonly SortedDictionary<long, Page> _partial = [];
    private readonly List<(long First, long Last)> _full = [];
    private readonly int _maximumPages;
    private Page? _latest;
    private long _latestNumber = -1;
    private long _forgottenBelow;
    private long _lowest = long.MaxValue / 2;
    private long _highest = -1;
    private long _countBelow;

    /// <param name="maximumPages">The pages with holes that are kept at once, 1 or more.</param>
    public SequenceSet(int maximumPages = DefaultMaximumPages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, 1);
        _maximumPages = maximumPages;
    }

    /// <summary>The different numbers seen.</summary>
    public long Count { get; private set; }

    /// <summary>The numbers between the lowest and the highest seen that were not, as far back as is remembered.</summary>
    public long Missing => Math.Max(0, _highest - Math.Max(_lowest, _forgottenBelow * PageSize) + 1) - (Count - _countBelow);

    /// <summary>Notes a number.</summary>
    /// <param name="number">The number, 0 or more.</param>
    public RecordNovelty Add(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        long pageNumber = number / PageSize;
        if (pageNumber < _forgottenBelow)
        {
            return RecordNovelty.Unknown;
        }

        Page? page = pageNumber == _latestNumber ? _latest : Find(pageNumber);
        if (page is null)
        {
            return pageNumber < _forgottenBelow ? RecordNovelty.Unknown : RecordNovelty.Duplicate;
        }

        if (!page.Add((int)(number % PageSize)))
        {
            return RecordNovelty.Duplicate;
        }

        _lowest = Math.Min(_lowest, number);
        _highest = Math.Max(_highest, number);
        Count++;
        if (page.Count == PageSize)
        {
            _partial.Remove(pageNumber);
            AddFull(pageNumber);
            _latestNumber = -1;
        }

        return RecordNovelty.New;
    }

    /// <summary>The page, made where there is none; nothing for a full one, or one that is forgotten at once.</summary>
    private Page? Find(long pageNumber)
    {
        if (!_partial.TryGetValue(pageNumber, out Page? page))
        {
            if (IsFull(pageNumber))
            {
                return null;
            }

            if (_partial.Count == _maximumPages)
            {
                ForgetThrough(Math.Min(pageNumber, _partial.First().Key));
                if (pageNumber < _forgottenBelow)
                {
                    return null;
                }
            }

            page = new Page();
            _partial.Add(pageNumber, page);
        }

        _latest = page;
        _latestNumber = pageNumber;
        return page;
    }

    private void ForgetThrough(long pageNumber)
    {
        _forgottenBelow = pageNumber + 1;
        _latestNumber = -1;
        if (_partial.Remove(pageNumber, out Page? page))
        {
            _countBelow += page.Count;
        }

        while (_full.Count > 0 && _full[0].First <= pageNumber)
        {
            (long first, long last) = _full[0];
            long end = Math.Min(last, pageNumber);
            _countBelow += (end - first + 1) * PageSize;
            if (end == last)
            {
                _full.RemoveAt(0);
            }
            else
            {
                _full[0] = (end + 1, last);
            }
        }
    }

    private bool IsFull(long pageNumber)
    {
        int index = RunBefore(pageNumber);
        return index >= 0 && pageNumber <= _full[index].Last;
    }

    // The index of the last run of full pages that begins at or before a page; -1 when there is none.
    private int RunBefore(long pageNumber)
    {
        int low = 0;
        int high = _full.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_full[middle].First <= pageNumber)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private void AddFull(long pageNumber)
    {
        int before = RunBefore(pageNumber);
        bool below = before >= 0 && _full[before].Last == pageNumber - 1;
        bool above = before + 1 < _full.Count && _full[before + 1].First == pageNumber + 1;
        if (below)
        {
            _full[before] = (_full[before].First, above ? _full[before + 1].Last : pageNumber);
            _full.RemoveRange(before + 1, above ? 1 : 0);
        }
        else if (above)
        {
            _full[before + 1] = (pageNumber, _full[before + 1].Last);
        }
        else
        {
            _full.Insert(before + 1, (pageNumber, pageNumber));
        }
    }

    /// <summary>The bits of one page.</summary>
    private sealed class Page
    {
        private readonly ulong[] _bits = new ulong[PageSize / 64];

        public int Count { get; private set; }

        public bool Add(int index)
        {
            ulong bit = 1UL << (index % 64);
            if ((_bits[index / 64] & bit) != 0)
            {
                return false;
            }

            _bits[index / 64] |= bit;
            Count++;
            return true;
        }
    }
}
