using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// The last readings of one stream, as a model over a window takes them, the newest last. A hole in the sequence, a gap in time, time that does
/// not advance or another stream empties it. Nothing is padded or interpolated. Allocates nothing after construction.
/// </summary>
internal sealed class ReadingWindow
{
    private readonly int _length;
    private readonly int _channels;
    private readonly long _longestGap;
    private readonly float[] _values;
    private readonly long[] _oldest;
    private readonly long[] _uncertainties;
    private readonly FrameFlags[] _flags;
    private int _next;
    private StreamId _source;
    private long _lastStamp;
    private long _lastSequence;

    /// <summary>Makes an empty window.</summary>
    /// <param name="length">Readings in it.</param>
    /// <param name="channels">Values of a reading.</param>
    /// <param name="longestGap">The longest time between two readings, in nanoseconds.</param>
    public ReadingWindow(int length, int channels, long longestGap)
    {
        _length = length;
        _channels = channels;
        _longestGap = longestGap;
        _values = new float[length * channels];
        _oldest = new long[length];
        _uncertainties = new long[length];
        _flags = new FrameFlags[length];
    }

    /// <summary>Readings in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it holds as many as the model takes.</summary>
    public bool IsFull => Count == _length;

    /// <summary>The instant of the oldest reading that it rests on (robot timeline, nanoseconds).</summary>
    public long Oldest
    {
        get
        {
            long oldest = long.MaxValue;
            for (int place = 0; place < Count; place++)
            {
                oldest = Math.Min(oldest, _oldest[place]);
            }

            return oldest;
        }
    }

    /// <summary>Makes room for a reading.</summary>
    /// <param name="sample">The reading.</param>
    /// <param name="isBroken">Whether readings from before were given up.</param>
    /// <returns>The row to fill, a value per channel.</returns>
    public Span<float> Add<T>(in Sample<T> sample, out bool isBroken)
        where T : Message
    {
        long gap = sample.Stamp.Nanoseconds - _lastStamp;
        isBroken = Count > 0 && !(sample.Source == _source && sample.Sequence == _lastSequence + 1 && gap > 0 && gap <= _longestGap);
        if (isBroken)
        {
            Clear();
        }

        _source = sample.Source;
        _lastStamp = sample.Stamp.Nanoseconds;
        _lastSequence = sample.Sequence;
        _oldest[_next] = sample.Stamp.Nanoseconds - sample.SpanNanoseconds;
        _uncertainties[_next] = sample.Stamp.UncertaintyNanoseconds;
        _flags[_next] = sample.Flags;
        Span<float> row = _values.AsSpan(_next * _channels, _channels);
        _next = (_next + 1) % _length;
        Count = Math.Min(Count + 1, _length);
        return row;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Count = 0;
        _next = 0;
    }

    /// <summary>Copies a full window into a tensor, the oldest reading first.</summary>
    public void CopyTo(Span<float> tensor)
    {
        int older = (_length - _next) * _channels;
        _values.AsSpan(_next * _channels, older).CopyTo(tensor);
        _values.AsSpan(0, _next * _channels).CopyTo(tensor[older..]);
    }

    /// <summary>Widens an answer by what the window rests on.</summary>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags)
    {
        for (int place = 0; place < Count; place++)
        {
            uncertaintyNanoseconds = Math.Max(uncertaintyNanoseconds, _uncertainties[place]);
            flags |= _flags[place];
        }
    }
}
