using System.Text;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Runtime.Recording;

/// <summary>
/// Compares two recordings, topic by topic and message by message, each in its own order. Frames of boards are compared byte for byte but for
/// the mark of a replay and the checksum over it; stages in the shape that people read; times of recording, ledgers and observations of UTC not at all.
/// Works on any MCAP file of CDR with ros2msg definitions.
/// </summary>
/// <param name="ignored">Names of fields, and topics, that may differ.</param>
public sealed class RecordingComparison(IReadOnlySet<string> ignored)
{
    /// <summary>How many bytes of one file's messages may wait for those of the other.</summary>
    public const long MostWaiting = 256L << 20;

    // What a message takes beside its bytes.
    private const int MessageOverhead = 100;

    private static readonly string[] Origins = ["provider", "model_sha256", "input_sha256"];

    private readonly Dictionary<string, CdrComparison?> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private long _waitingBytes;

    /// <summary>Messages that were compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Finds the first difference.</summary>
    /// <returns>The difference; null where there is none.</returns>
    public RecordingDifference? FindFirst(McapReader left, McapReader right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (FindTopics(left, right) is { } difference)
        {
            return difference;
        }

        using McapMessageCursor leftCursor = left.ReadMessages(include: IsCompared);
        using McapMessageCursor rightCursor = right.ReadMessages(include: IsCompared);
        bool leftGoesOn = true;
        bool rightGoesOn = true;
        while (leftGoesOn || rightGoesOn)
        {
            leftGoesOn = leftGoesOn && leftCursor.Read();
            RecordingDifference? found = leftGoesOn ? Take(left, leftCursor.Current, isLeft: true) : null;
            rightGoesOn = rightGoesOn && rightCursor.Read();
            found ??= rightGoesOn ? Take(right, rightCursor.Current, isLeft: false) : null;
            if (found is not null)
            {
                return found;
            }
        }

        foreach (Topic topic in _topics.Values.Where(static topic => topic.Waiting.Count > 0).OrderBy(static topic => topic.Waiting.Peek().LogTime))
        {
            return topic.Rest($"{topic.Waiting.Count} more messages");
        }

        return null;
    }

    private bool IsCompared(McapChannel channel) =>
        channel.Topic is not (RecordingNames.Clock or RecordingNames.Ledger) && !ignored.Contains(channel.Topic);

    /// <summary>Whether both have the same topics of the same types; those without a message count as absent.</summary>
    private RecordingDifference? FindTopics(McapReader left, McapReader right)
    {
        Dictionary<string, string> leftTypes = TypesOf(left);
        Dictionary<string, string> rightTypes = TypesOf(right);
        foreach (string topic in leftTypes.Keys.Union(rightTypes.Keys).Order(StringComparer.Ordinal))
        {
            string leftType = leftTypes.GetValueOrDefault(topic, "no such topic");
            string rightType = rightTypes.GetValueOrDefault(topic, "no such topic");
            if (leftType != rightType)
            {
                return new RecordingDifference(topic, 0, 0, [$"type: {leftType} | {rightType}"]);
            }
        }

        return null;
    }

    private Dictionary<string, string> TypesOf(McapReader reader)
    {
        HashSet<ushort> filled = [.. reader.Statistics.ChannelMessageCounts.Where(static count => count.Value > 0).Select(static count => count.Key)];
        Dictionary<string, string> types = new(StringComparer.Ordinal);
        foreach (McapChannel channel in reader.Channels.Values.Where(IsCompared).Where(channel => filled.Count == 0 || filled.Contains(channel.Id)))
        {
            types[channel.Topic] = reader.Schemas.TryGetValue(channel.SchemaId, out McapSchema? schema) ? schema.Name : "no schema";
        }

        return types;
    }

    private RecordingDifference? Take(McapReader reader, in McapMessage message, bool isLeft)
    {
        if (!reader.Channels.TryGetValue(message.ChannelId, out McapChannel? channel))
        {
            return null;
        }

        if (!_topics.TryGetValue(channel.Topic, out Topic? topic))
        {
            topic = new Topic(channel.Topic);
            _topics.Add(channel.Topic, topic);
        }

        if (channel.Topic == RecordingNames.Frames && FrameRecord.TryRead(message.Data, out FrameRecord frame) && frame.Stream.Board == 0)
        {
            return null;
        }

        Waiting mine = new(message.Sequence, message.LogTime, message.Data.ToArray());
        if (topic.Waiting.Count == 0 || topic.WaitsForRight == isLeft)
        {
            topic.WaitsForRight = isLeft;
            topic.Waiting.Enqueue(mine);
            _waitingBytes += mine.Data.Length + MessageOverhead;
            return _waitingBytes > MostWaiting ? topic.Rest($"{topic.Waiting.Count} messages ahead") : null;
        }

        Waiting other = topic.Waiting.Dequeue();
        _waitingBytes -= other.Data.Length + MessageOverhead;
        (Waiting leftOne, Waiting rightOne) = isLeft ? (mine, other) : (other, mine);
        long number = topic.Next++;
        Compared++;
        List<string> lines = LinesOf(reader, channel, leftOne.Data, rightOne.Data);
        return lines.Count == 0 ? null : new RecordingDifference(channel.Topic, number, leftOne.Sequence, lines);
    }

    private List<string> LinesOf(McapReader reader, McapChannel channel, byte[] left, byte[] right)
    {
        if (left.AsSpan().SequenceEqual(right) || (channel.Topic == RecordingNames.Frames && AreSameFrames(left, right)) || (channel.Topic == RecordingNames.Images && AreSameOrigins(left, right)))
        {
            return [];
        }

        if (!_types.TryGetValue(channel.Topic, out CdrComparison? comparison))
        {
            McapSchema? schema = reader.Schemas.GetValueOrDefault(channel.SchemaId);
            comparison = schema is { Encoding: "ros2msg" } && channel.MessageEncoding == "cdr"
                && RosType.TryParse(schema.Name, Encoding.UTF8.GetString(schema.Data), out RosType? type, out _) ? new CdrComparison(type, ignored) : null;
            _types.Add(channel.Topic, comparison);
        }

        if (comparison is null)
        {
            return ["bytes differ; their definition is none that can be read here"];
        }

        IReadOnlyList<CdrDifference> differences = comparison.Compare(left, right);
        List<string> lines = [.. differences.Select(static difference => $"{(difference.Path.Length == 0 ? "" : difference.Path + ": ")}{difference.Left} | {difference.Right}")];

        // Whoever asks why a decision differs asks first whether it is the same model on the same input.
        if (lines.Count > 0 && reader.Schemas.TryGetValue(channel.SchemaId, out McapSchema? decided) && decided.Name == "edgeai_msgs/msg/Classification")
        {
            lines.AddRange(Origins.Where(origin => differences.All(difference => difference.Path != origin)).Select(static origin => $"{origin}: the same"));
        }

        return lines;
    }

    private static bool AreSameFrames(byte[] left, byte[] right)
    {
        const int FlagsAt = 2;
        if (!FrameRecord.TryRead(left, out FrameRecord one) || !FrameRecord.TryRead(right, out FrameRecord other) || one.Frame.Length != other.Frame.Length
            || one.Frame.Length < FrameLayout.MinFrameLength)
        {
            return false;
        }

        int end = one.Frame.Length - FrameLayout.ChecksumLength;
        return one.Stream == other.Stream
            && one.Taken == other.Taken
            && one.Stamp.Nanoseconds == other.Stamp.Nanoseconds
            && one.Stamp.UncertaintyNanoseconds == other.Stamp.UncertaintyNanoseconds
            && one.Frame[..FlagsAt].SequenceEqual(other.Frame[..FlagsAt])
            && ((one.Frame[FlagsAt] ^ other.Frame[FlagsAt]) & ~(int)FrameFlags.Replayed) == 0
            && one.Frame[(FlagsAt + 1)..end].SequenceEqual(other.Frame[(FlagsAt + 1)..end]);
    }

    private static bool AreSameOrigins(byte[] left, byte[] right) => ImageOrigin.TryRead(left, out ImageOrigin one) && ImageOrigin.TryRead(right, out ImageOrigin other)
        && one with { Flags = one.Flags | FrameFlags.Replayed } == other with { Flags = other.Flags | FrameFlags.Replayed };

    private sealed record Waiting(uint Sequence, ulong LogTime, byte[] Data);

    private sealed class Topic(string name)
    {
        public Queue<Waiting> Waiting { get; } = new();

        public bool WaitsForRight { get; set; }

        public long Next { get; set; }

        public RecordingDifference Rest(string what) =>
            new(name, Next, Waiting.Peek().Sequence, [WaitsForRight ? $"{what} | nothing" : $"nothing | {what}"]);
    }
}
