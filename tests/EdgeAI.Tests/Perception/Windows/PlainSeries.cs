using EdgeAI.Perception.Windows;

namespace EdgeAI.Tests.Perception.Windows;

/// <summary>Windows in the most obvious way: all readings since the last hole in a list, a window cut out of it when it is due.</summary>
internal sealed class PlainSeries(SeriesWindowOptions options)
{
    private readonly List<(long Sequence, float[] Row)> _readings = [];
    private int _next;

    /// <summary>The first reading of the latest window.</summary>
    public long Oldest { get; private set; }

    public float[]? Add(long sequence, float[] row, out bool isBroken)
    {
        bool isHole = _readings.Count > 0 && _readings[^1].Sequence + 1 != sequence;

        // Nothing is given up where the next window would have begun with this reading anyway.
        bool sharesNothing = _readings.Count > 0 && _next - _readings.Count == options.Hop && options.Hop == Math.Max(options.Length, 1);
        isBroken = isHole && !sharesNothing;
        if (isHole && isBroken)
        {
            _readings.Clear();
        }

        if (_readings.Count == 0)
        {
            _next = options.Padding == SeriesPadding.None ? options.Length : 1;
        }

        _readings.Add((sequence, row));
        if (_readings.Count != _next)
        {
            return null;
        }

        _next += options.Hop;
        (long Sequence, float[] Row)[] own = [.. _readings.TakeLast(options.Length)];
        Oldest = own[0].Sequence;
        float[] before = options.Padding == SeriesPadding.Mean ? [.. options.Mean] : own[0].Row;
        float[][] rows = [.. Enumerable.Repeat(before, options.Length - own.Length), .. own.Select(static reading => reading.Row)];
        float[] tensor = new float[options.Length * options.Channels];
        for (int place = 0; place < rows.Length; place++)
        {
            for (int channel = 0; channel < options.Channels; channel++)
            {
                int to = options.IsByChannel ? (channel * options.Length) + place : (place * options.Channels) + channel;
                tensor[to] = (rows[place][channel] - options.Mean[channel]) * options.Scale[channel];
            }
        }

        return tensor;
    }
}
