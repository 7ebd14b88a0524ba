namespace EdgeAI.Perception.Heads;

/// <summary>
/// Non-maximum suppression on arrays that are made once: candidates in, the surest of every heap of overlapping boxes out. Of equal scores the
/// candidate that was added first is the surer. A candidate that is no number, has no size or lies outside the tensor is refused. Nothing
/// throws and nothing is allocated.
/// </summary>
public sealed class BoxSuppression
{
    /// <summary>No box of a detector reaches further than this many tensor sizes; what does comes from damaged numbers.</summary>
    private const float FurthestReach = 16;

    /// <summary>Rounding, of half precision above all, may lift a probability this far above 1.</summary>
    private const float HighestScore = 1.01f;

    private readonly ulong[] _order;
    private readonly Detection[] _candidates;
    private readonly int[] _sources;
    private readonly int[] _kept;
    private readonly Detection[] _keptBoxes;
    private readonly float[] _keptAreas;
    private readonly int _width;
    private readonly int _height;
    private readonly float _overlap;
    private readonly bool _acrossClasses;
    private readonly float _reach;
    private int _count;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">The most candidates that are added, 1 or more; more are refused.</param>
    /// <param name="width">Columns of the tensor.</param>
    /// <param name="height">Rows of the tensor.</param>
    /// <param name="overlapThreshold">Of two boxes whose intersection over union is larger, 0 to 1, the surer stays.</param>
    /// <param name="acrossClasses">Whether boxes of different classes compete.</param>
    /// <param name="mostCandidates">Only this many of the surest are compared, 1 or more.</param>
    public BoxSuppression(int capacity, int width, int height, float overlapThreshold, bool acrossClasses, int mostCandidates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostCandidates, 1);
        int kept = Math.Min(capacity, mostCandidates);
        _order = new ulong[capacity];
        _candidates = new Detection[capacity];
        _sources = new int[capacity];
        _kept = new int[kept];
        _keptBoxes = new Detection[kept];
        _keptAreas = new float[kept];
        _width = width;
        _height = height;
        _overlap = overlapThreshold;
        _acrossClasses = acrossClasses;
        _reach = FurthestReach * Math.Max(width, height);
    }

    /// <summary>How many boxes the latest <see cref="Suppress"/> left.</summary>
    public int KeptCount { get; private set; }

    /// <summary>Forgets every candidate.</summary>
    public void Clear()
    {
        _count = 0;
        KeptCount = 0;
    }

    /// <summary>Adds a candidate.</summary>
    /// <param name="box">The candidate, in the tensor's pixels.</param>
    /// <param name="source">Where the head found it, for <see cref="SourceOf"/>.</param>
    /// <returns>False where it was refused.</returns>
    public bool Add(in Detection box, int source)
    {
        // Written so that every comparison with what is no number fails.
        bool isSound = box.Right > box.Left && box.Bottom > box.Top
            && box.Right > 0 && box.Bottom > 0 && box.Left < _width && box.Top < _height
            && box.Left >= -_reach && box.Top >= -_reach && box.Right <= _reach && box.Bottom <= _reach
            && box.Score > 0 && box.Score <= HighestScore;
        if (!isSound || _count == _candidates.Length)
        {
            return false;
        }

        _candidates[_count] = box with { Score = Math.Min(box.Score, 1) };
        _sources[_count] = source;

        // Positive floats order as their bits do; turned round, the surest come first and equals in the order that they came in.
        _order[_count] = ((ulong)~BitConverter.SingleToUInt32Bits(_candidates[_count].Score) << 32) | (uint)_count;
        _count++;
        return true;
    }

    /// <summary>Keeps the surest of every heap. Each box is compared with the kept ones alone.</summary>
    public void Suppress()
    {
        _order.AsSpan(0, _count).Sort();
        KeptCount = 0;
        int compared = Math.Min(_count, _kept.Length);
        for (int place = 0; place < compared; place++)
        {
            int index = (int)(uint)_order[place];
            ref readonly Detection box = ref _candidates[index];
            float area = (box.Right - box.Left) * (box.Bottom - box.Top);
            if (!IsCovered(box, area))
            {
                _kept[KeptCount] = index;
                _keptBoxes[KeptCount] = box;
                _keptAreas[KeptCount] = area;
                KeptCount++;
            }
        }
    }

    /// <summary>A box that was kept, the surest first.</summary>
    /// <param name="place">0 to <see cref="KeptCount"/> - 1.</param>
    public Detection this[int place] => _candidates[_kept[place]];

    /// <summary>Where the head found a box that was kept.</summary>
    /// <param name="place">0 to <see cref="KeptCount"/> - 1.</param>
    public int SourceOf(int place) => _sources[_kept[place]];

    /// <summary>Suppresses, and hands what was kept to a list.</summary>
    /// <param name="found">The list, which is cleared.</param>
    public void SuppressInto(DetectionList found)
    {
        Suppress();
        found.Clear();
        for (int place = 0; place < KeptCount; place++)
        {
            found.Add(this[place]);
        }
    }

    private bool IsCovered(in Detection box, float area)
    {
        ReadOnlySpan<Detection> kept = _keptBoxes.AsSpan(0, KeptCount);
        for (int index = 0; index < kept.Length; index++)
        {
            ref readonly Detection other = ref kept[index];
            float width = MathF.Min(box.Right, other.Right) - MathF.Max(box.Left, other.Left);
            if (width <= 0 || (!_acrossClasses && other.ClassIndex != box.ClassIndex))
            {
                continue;
            }

            float height = MathF.Min(box.Bottom, other.Bottom) - MathF.Max(box.Top, other.Top);
            if (height <= 0)
            {
                continue;
            }

            // The usual division, without it: intersection / union > threshold.
            float shared = width * height;
            if (shared > _overlap * (area + _keptAreas[index] - shared))
            {
                return true;
            }
        }

        return false;
    }
}
