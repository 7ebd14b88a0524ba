namespace EdgeAI.Gateway.Sparkplug;

/// <summary>The metrics of one type of message on one stream, by their places. One thread uses it.</summary>
internal sealed class MetricGroup
{
    private MetricState?[] _metrics = [];

    /// <summary>The metric at a place; nothing where there is none yet, or none is wanted.</summary>
    public MetricState? At(int place) => place < _metrics.Length ? _metrics[place] : null;

    /// <summary>Whether the place was looked at before: a metric that is not wanted is not looked for again.</summary>
    public bool IsKnown(int place) => place < Known.Length && Known[place];

    /// <summary>Puts a metric, or that there is none, at a place.</summary>
    public void Put(int place, MetricState? metric)
    {
        if (place >= _metrics.Length)
        {
            int length = Math.Max(place + 1, _metrics.Length * 2);
            Array.Resize(ref _metrics, length);
            bool[] known = Known;
            Array.Resize(ref known, length);
            Known = known;
        }

        _metrics[place] = metric;
        Known[place] = true;
    }

    /// <summary>The metrics.</summary>
    public ReadOnlySpan<MetricState?> All => _metrics;

    private bool[] Known { get; set; } = [];
}
