using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Broker;

/// <summary>What a topic means for one connection: worked out once and kept, since a device publishes to few topics again and again.</summary>
internal sealed class TopicRoute
{
    private readonly byte[] _utf8;

    private TopicRoute(ReadOnlySpan<byte> utf8, string topic)
    {
        _utf8 = utf8.ToArray();
        Topic = topic;
    }

    public string Topic { get; }

    public TopicKind Kind { get; private init; }

    public string Robot { get; private init; } = "";

    public byte[] RobotAscii { get; private init; } = [];

    public ushort Board { get; private init; }

    public byte Stream { get; private init; }

    /// <summary>Who takes it, where it is no record topic.</summary>
    public ILocalPublishHandler? Handler { get; private init; }

    /// <summary>Why nothing may be published to it; nothing when it may.</summary>
    public PublishRefusal? Refusal { get; private init; }

    /// <summary>The refusal in words.</summary>
    public string Reason { get; private init; } = "";

    public bool IsFor(ReadOnlySpan<byte> utf8) => utf8.SequenceEqual(_utf8);

    /// <summary>The route of every topic that is longer than the limit: one for all, since keeping them would let a client fill the memory.</summary>
    public static TopicRoute TooLong(BrokerLimits limits) => new([], "") { Refusal = PublishRefusal.Topic, Reason = $"a topic has at most {limits.MaximumTopicBytes} bytes" };

    /// <summary>Works out a topic for a device.</summary>
    public static TopicRoute Make(ReadOnlySpan<byte> utf8, RecordBroker broker, DeviceIdentity device)
    {
        string text = Encoding.UTF8.GetString(utf8);
        if (broker.Bus.HandlerOf(text) is { } handler)
        {
            return new TopicRoute(utf8, text) { Handler = handler, Refusal = Forbidden(device, text), Reason = ForbiddenReason(device) };
        }

        TopicRejection rejection = Topics.Parse(text, out RecordTopic topic);
        if (rejection != TopicRejection.None || topic.Kind is not (TopicKind.RobotBatch or TopicKind.RawFrame))
        {
            return new TopicRoute(utf8, text)
            {
                Refusal = PublishRefusal.Topic,
                Reason = rejection == TopicRejection.None
                    ? "a robot's records only: a gateway's go to its upstream, not to a gateway"
                    : $"not a record topic ({rejection}): publish to {Topics.Prefix}{broker.Site}/ROBOT/batch or {Topics.Prefix}{broker.Site}/ROBOT/BOARD/STREAM",
            };
        }

        if (!topic.Site.SequenceEqual(broker.Site))
        {
            return new TopicRoute(utf8, text) { Refusal = PublishRefusal.ForeignSite, Reason = $"this gateway's site is '{broker.Site}'" };
        }

        string robot = new(topic.Publisher);
        return new TopicRoute(utf8, text)
        {
            Kind = topic.Kind,
            Robot = robot,
            RobotAscii = Encoding.ASCII.GetBytes(robot),
            Board = topic.Board,
            Stream = topic.Stream,
            Refusal = Forbidden(device, text),
            Reason = ForbiddenReason(device),
        };
    }

    private static PublishRefusal? Forbidden(DeviceIdentity device, string topic) => device.MayPublish(topic) ? null : PublishRefusal.NotPermitted;

    private static string ForbiddenReason(DeviceIdentity device) => $"'{device.Name}' may not publish to this topic";
}
