using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros;

/// <summary>
/// The topics of a robot's streams, each made when its first message is asked for. A stream's readings stand under its own name; what else
/// its board says on that stream (a fault, a decision) under that name and a word. Not thread safe.
/// </summary>
public sealed class RosTopics
{
    /// <summary>What boards log.</summary>
    public const string Log = "/rosout";

    private readonly Dictionary<(RosStream Stream, MessageType Type), RosTopic?> _topics = [];

    /// <summary>The topic of a stream's messages of one type; null for what has no shape in ROS.</summary>
    public RosTopic? Of(RosStream stream, MessageType type)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!_topics.TryGetValue((stream, type), out RosTopic? topic))
        {
            topic = RosEncoders.Make(type, stream) is { } encoder ? new RosTopic(NameOf(stream, type), encoder) : null;
            _topics.Add((stream, type), topic);
        }

        return topic;
    }

    private static string NameOf(RosStream stream, MessageType type) => type switch
    {
        MessageType.LogRecord => Log,
        _ when type == stream.Types[0] => $"/{stream.Name}",
        MessageType.PerceptionEvent => $"/{stream.Name}/event",
        _ => $"/{stream.Name}/{type.ToString().ToLowerInvariant()}",
    };
}
