namespace EdgeAI.Gateway.Sparkplug;

/// <summary>Which metrics are told: MQTT topic filters over <c>device/metric</c> (MQTT 5.0, 4.7).</summary>
internal sealed class MetricFilter(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
{
    /// <summary>Whether a metric is wanted.</summary>
    public bool Wants(string device, string metric)
    {
        string path = $"{device}/{metric}";
        return include.Any(filter => Matches(filter, path)) && !exclude.Any(filter => Matches(filter, path));
    }

    /// <summary>Whether a text is a filter: '+' alone at a level, '#' alone at the last one.</summary>
    public static bool IsValid(string filter)
    {
        string[] levels = filter.Split('/');
        for (int index = 0; index < levels.Length; index++)
        {
            if ((levels[index].Contains('+') && levels[index] != "+") || (levels[index].Contains('#') && (levels[index] != "#" || index < levels.Length - 1)))
            {
                return false;
            }
        }

        return filter.Length > 0;
    }

    private static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> path)
    {
        MemoryExtensions.SpanSplitEnumerator<char> wanted = filter.Split('/');
        MemoryExtensions.SpanSplitEnumerator<char> there = path.Split('/');
        while (true)
        {
            bool more = there.MoveNext();
            if (!wanted.MoveNext())
            {
                return !more;
            }

            ReadOnlySpan<char> level = filter[wanted.Current];
            if (level is "#")
            {
                return true;
            }

            if (!more || (level is not "+" && !level.SequenceEqual(path[there.Current])))
            {
                return false;
            }
        }
    }
}
