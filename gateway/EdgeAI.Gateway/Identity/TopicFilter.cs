namespace EdgeAI.Gateway.Identity;

/// <summary>MQTT topic filters as permissions. Never throws, allocates nothing.</summary>
internal static class TopicFilter
{
    // [MQTT-4.7.3-3]: a topic name or filter has at most 65,535 bytes.
    private const int MaximumLength = ushort.MaxValue;

    /// <summary>Whether the text is a topic filter (MQTT 5, section 4.7): not empty, no null, '#' only as the last level, '+' and '#' alone in their levels.</summary>
    public static bool IsValid(ReadOnlySpan<char> filter)
    {
        if (filter.Length is 0 or > MaximumLength || filter.Contains('\0'))
        {
            return false;
        }

        for (ReadOnlySpan<char> rest = filter; ;)
        {
            ReadOnlySpan<char> level = NextLevel(ref rest, out bool last);
            if ((level.ContainsAny('+', '#') && level.Length > 1) || (level is "#" && !last))
            {
                return false;
            }

            if (last)
            {
                return true;
            }
        }
    }

    /// <summary>Whether a valid filter matches a topic name (MQTT 5, section 4.7).</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
        => topic.Length > 0 && !topic.ContainsAny('+', '#') && Covers(filter, topic);

    /// <summary>Whether a permission covers everything that a subscription's filter can match.</summary>
    public static bool CoversSubscription(ReadOnlySpan<char> permission, ReadOnlySpan<char> subscription) => IsValid(subscription) && Covers(permission, subscription);

    // A topic name is a filter without wildcards, so that one rule serves both.
    private static bool Covers(ReadOnlySpan<char> permission, ReadOnlySpan<char> filter)
    {
        // [MQTT-4.7.2-1]: a leading wildcard does not reach topics that begin with '$'.
        if (filter.StartsWith("$") && !permission.StartsWith("$"))
        {
            return false;
        }

        while (true)
        {
            ReadOnlySpan<char> allowed = NextLevel(ref permission, out bool permissionEnds);
            if (allowed is "#")
            {
                return true;
            }

            ReadOnlySpan<char> asked = NextLevel(ref filter, out bool filterEnds);
            if (asked is "#" || (allowed is not "+" && !allowed.SequenceEqual(asked)))
            {
                return false;
            }

            if (filterEnds)
            {
                // Section 4.7.1.2: "sport/#" also matches "sport".
                return permissionEnds || permission is "#";
            }

            if (permissionEnds)
            {
                return false;
            }
        }
    }

    private static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> rest, out bool last)
    {
        int slash = rest.IndexOf('/');
        last = slash < 0;
        ReadOnlySpan<char> level = last ? rest : rest[..slash];
        rest = last ? [] : rest[(slash + 1)..];
        return level;
    }
}
