namespace EdgeAI.Records;

/// <summary>The MQTT topics of records and commands (RECORDS.md and DOWNLINK.md, "Topics"): formats them, and parses them without allocating.</summary>
public static class Topics
{
    /// <summary>What every record topic begins with.</summary>
    public const string Prefix = "edgeai/v1/";

    private const string BatchLevel = "batch";
    private const string RecordsLevel = "records";
    private const string ReceiptsLevel = "receipts";
    private const string CommandsLevel = "commands";
    private const string ResultsLevel = "results";

    /// <summary>The topic of a robot's batches: <c>edgeai/v1/{site}/{robot}/batch</c>.</summary>
    /// <exception cref="ArgumentException">An id is not valid (<see cref="Identifier"/>).</exception>
    public static string RobotBatch(string site, string robot)
    {
        Identifier.ThrowIfInvalid(site, nameof(site));
        Identifier.ThrowIfInvalid(robot, nameof(robot));
        return $"{Prefix}{site}/{robot}/{BatchLevel}";
    }

    /// <summary>The topic of one raw frame per publish: <c>edgeai/v1/{site}/{robot}/{board}/{stream}</c>.</summary>
    /// <exception cref="ArgumentException">An id is not valid (<see cref="Identifier"/>).</exception>
    public static string RawFrame(string site, string robot, ushort board, byte stream)
    {
        Identifier.ThrowIfInvalid(site, nameof(site));
        Identifier.ThrowIfInvalid(robot, nameof(robot));
        return $"{Prefix}{site}/{robot}/{board}/{stream}";
    }

    /// <summary>The topic of a gateway's batches to the city: <c>edgeai/v1/{site}/{gateway}/records</c>.</summary>
    /// <exception cref="ArgumentException">An id is not valid (<see cref="Identifier"/>).</exception>
    public static string GatewayRecords(string site, string gateway)
    {
        Identifier.ThrowIfInvalid(site, nameof(site));
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        return $"{Prefix}{site}/{gateway}/{RecordsLevel}";
    }

    /// <summary>The topic of the city's receipts for a gateway: <c>edgeai/v1/{site}/{gateway}/receipts</c>.</summary>
    /// <exception cref="ArgumentException">An id is not valid (<see cref="Identifier"/>).</exception>
    public static string Receipts(string site, string gateway)
    {
        Identifier.ThrowIfInvalid(site, nameof(site));
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        return $"{Prefix}{site}/{gateway}/{ReceiptsLevel}";
    }

    /// <summary>The topic of the commands for a gateway or a robot: <c>edgeai/v1/{site}/{target}/commands</c> (DOWNLINK.md, "Topics").</summary>
    /// <exception cref="ArgumentException">An id is not valid (<see cref="Identifier"/>).</exception>
    public static string Commands(string site, string target)
    {
        Identifier.ThrowIfInvalid(site, nameof(site));
        Identifier.ThrowIfInvalid(target, nameof(target));
        return $"{Prefix}{site}/{target}/{CommandsLevel}";
    }

    /// <summary>The topic of a robot's results of commands: <c>edgeai/v1/{site}/{robot}/results</c> (DOWNLINK.md, "Topics").</summary>
    /// <exception cref="ArgumentException">An id is not valid (<see cref="Identifier"/>).</exception>
    public static string Results(string site, string robot)
    {
        Identifier.ThrowIfInvalid(site, nameof(site));
        Identifier.ThrowIfInvalid(robot, nameof(robot));
        return $"{Prefix}{site}/{robot}/{ResultsLevel}";
    }

    /// <summary>Reads a topic, or names why it is none of ours. Never throws, allocates nothing; the parts are slices of the text.</summary>
    public static TopicRejection Parse(ReadOnlySpan<char> topic, out RecordTopic parsed)
    {
        parsed = default;
        if (!topic.StartsWith("edgeai/", StringComparison.Ordinal))
        {
            return TopicRejection.ForeignPrefix;
        }

        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return TopicRejection.UnknownVersion;
        }

        Span<Range> levels = stackalloc Range[5];
        ReadOnlySpan<char> rest = topic[Prefix.Length..];
        int count = rest.Split(levels, '/');
        if (count is not (3 or 4))
        {
            return TopicRejection.WrongLevelCount;
        }

        ReadOnlySpan<char> site = rest[levels[0]];
        ReadOnlySpan<char> publisher = rest[levels[1]];
        if (!Identifier.IsValid(site))
        {
            return TopicRejection.InvalidSite;
        }

        if (!Identifier.IsValid(publisher))
        {
            return TopicRejection.InvalidPublisher;
        }

        return count == 3
            ? ParseNamed(site, publisher, rest[levels[2]], out parsed)
            : ParseRawFrame(site, publisher, rest[levels[2]], rest[levels[3]], out parsed);
    }

    private static TopicRejection ParseNamed(ReadOnlySpan<char> site, ReadOnlySpan<char> publisher, ReadOnlySpan<char> level, out RecordTopic parsed)
    {
        parsed = default;
        TopicKind? kind = level switch
        {
            BatchLevel => TopicKind.RobotBatch,
            RecordsLevel => TopicKind.GatewayRecords,
            CommandsLevel => TopicKind.Commands,
            ResultsLevel => TopicKind.CommandResults,
            _ => null,
        };
        if (kind is not { } known)
        {
            return TopicRejection.UnknownKind;
        }

        parsed = new RecordTopic(known, site, publisher, 0, 0);
        return TopicRejection.None;
    }

    private static TopicRejection ParseRawFrame(
        ReadOnlySpan<char> site, ReadOnlySpan<char> publisher, ReadOnlySpan<char> boardText, ReadOnlySpan<char> streamText, out RecordTopic parsed)
    {
        parsed = default;
        if (!TryParseNumber(boardText, ushort.MaxValue, out int board))
        {
            return TopicRejection.InvalidBoard;
        }

        if (!TryParseNumber(streamText, byte.MaxValue, out int stream))
        {
            return TopicRejection.InvalidStream;
        }

        parsed = new RecordTopic(TopicKind.RawFrame, site, publisher, (ushort)board, (byte)stream);
        return TopicRejection.None;
    }

    // One text per number: no sign, no space, no leading zero, so that a topic and what it names are the same thing.
    private static bool TryParseNumber(ReadOnlySpan<char> text, int maximum, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 5 || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        foreach (char digit in text)
        {
            if (digit is < '0' or > '9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return number <= maximum;
    }
}
