using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Perception.Windows;

/// <summary>
/// The last readings of one stream as a model over a window takes them, the newest last. A hole in the sequence, a gap in time, time that does
/// not advance or another stream gives up what was collected, counted by reason; the reading begins the next window. Nothing is interpolated.
/// Allocates nothing after construction.
/// </summary>
public sealed class SeriesWindow
{
    private readonly SeriesWindowOptions _options;
    private readonly float[] _values;
    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly long[] _oldest;
    private readonly long[] _uncertainties;
    private readonly FrameFlags[] _flags;
    private readonly long[] _breaks = new long[Enum.GetValues<SeriesBreak>().Length];
    private int _next;
    private int _untilDue;
    private StreamId _source;
    private long _lastStamp;
    private long _lastSequence;

    /// <summary>Makes an empty window.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public SeriesWindow(SeriesWindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestGapNanoseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Hop, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Hop, options.Length);
        _options = options;
        _mean = OfEachChannel(options.Mean, 0, nameof(options.Mean));
        _scale = OfEachChannel(options.Scale, 1, nameof(options.Scale));
        _values = new float[checked(options.Length * options.Channels)];
        _oldest = new long[options.Length];
        _uncertainties = new long[options.Length];
        _flags = new FrameFlags[options.Length];
        Clear();
    }

    /// <summary>Readings in the window, the latest included; what is missing to its length is padding.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the latest reading completed a window: one is to be copied before the next reading.</summary>
    public bool IsDue { get; private set; }

    /// <summary>The instant of the oldest reading that the window rests on (robot timeline, nanoseconds).</summary>
    public long Oldest
    {
        get
        {
            long oldest = long.MaxValue;
            for (int back = 1; back <= Count; back++)
            {
                oldest = Math.Min(oldest, _oldest[PlaceOf(back)]);
            }

            return oldest;
        }
    }

    /// <summary>How many windows were given up for a reason.</summary>
    public long BreaksFor(SeriesBreak reason) => _breaks[(int)reason];

    /// <summary>Makes room for a reading.</summary>
    /// <param name="sample">The reading.</param>
    /// <param name="broken">Why readings from before were given up; <see cref="SeriesBreak.None"/> where none was.</param>
    /// <returns>The row to fill, a value per channel, before anything else is asked.</returns>
    public Span<float> Add<T>(in Sample<T> sample, out SeriesBreak broken)
    {
        if (IsDue)
        {
            // What the next window does not share with this one leaves; it can no longer be given up.
            Count = Math.Min(Count, _options.Length - _options.Hop);
        }

        broken = Count == 0 ? SeriesBreak.None : BreakBefore(sample);
        if (broken != SeriesBreak.None)
        {
            _breaks[(int)broken]++;
            Clear();
        }

        _source = sample.Source;
        _lastStamp = sample.Stamp.Nanoseconds;
        _lastSequence = sample.Sequence;
        int place = _next;
        _oldest[place] = sample.Stamp.Nanoseconds - sample.SpanNanoseconds;
        _uncertainties[place] = sample.Stamp.UncertaintyNanoseconds;
        _flags[place] = sample.Flags;
        _next = (place + 1) % _options.Length;
        Count++;
        IsDue = --_untilDue == 0;
        _untilDue = IsDue ? _options.Hop : _untilDue;
        return _values.AsSpan(place * _options.Channels, _options.Channels);
    }

    /// <summary>Empties it; nothing counts as given up.</summary>
    public void Clear()
    {
        Count = 0;
        IsDue = false;
        _next = 0;
        _untilDue = _options.Padding == SeriesPadding.None ? _options.Length : 1;
    }

    /// <summary>Copies the window that is due into a tensor, the oldest reading first, padded and normalised.</summary>
    /// <param name="tensor">Length times channels values.</param>
    /// <exception cref="InvalidOperationException">None is due.</exception>
    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public void CopyTo(Span<float> tensor)
    {
        if (!IsDue)
        {
            throw new InvalidOperationException("no window is due: ask IsDue after each reading");
        }

        if (tensor.Length != _values.Length)
        {
            throw new ArgumentException($"the tensor has {tensor.Length} elements where a window has {_values.Length}", nameof(tensor));
        }

        int channels = _options.Channels;
        for (int row = 0; row < _options.Length; row++)
        {
            int back = _options.Length - row;
            bool isPadding = back > Count;
            ReadOnlySpan<float> values = isPadding && _options.Padding == SeriesPadding.Mean
                ? _mean
                : _values.AsSpan(PlaceOf(Math.Min(back, Count)) * channels, channels);
            for (int channel = 0; channel < channels; channel++)
            {
                tensor[_options.IsByChannel ? (channel * _options.Length) + row : (row * channels) + channel] =
                    (values[channel] - _mean[channel]) * _scale[channel];
            }
        }
    }

    /// <summary>Widens an answer by what the window rests on.</summary>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags)
    {
        for (int back = 1; back <= Count; back++)
        {
            uncertaintyNanoseconds = Math.Max(uncertaintyNanoseconds, _uncertainties[PlaceOf(back)]);
            flags |= _flags[PlaceOf(back)];
        }
    }

    private SeriesBreak BreakBefore<T>(in Sample<T> sample)
    {
        long gap = sample.Stamp.Nanoseconds - _lastStamp;
        return sample.Source != _source ? SeriesBreak.OtherSource
            : sample.Sequence != _lastSequence + 1 ? SeriesBreak.Hole
            : gap <= 0 ? SeriesBreak.TimeStands
            : gap > _options.LongestGapNanoseconds ? SeriesBreak.Gap
            : SeriesBreak.None;
    }

    private int PlaceOf(int back) => (_next - back + _options.Length) % _options.Length;

    private float[] OfEachChannel(IReadOnlyList<float> given, float otherwise, string name)
    {
        if (given.Count != 0 && (given.Count != _options.Channels || !given.All(float.IsFinite)))
        {
            throw new ArgumentException($"{name} needs {_options.Channels} finite numbers, one for each channel, or none");
        }

        return given.Count != 0 ? [.. given] : [.. Enumerable.Repeat(otherwise, _options.Channels)];
    }
}
