using EdgeAI.Gateway.Broker;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink;

/// <summary>Takes the results that robots publish. Acknowledged once they are in the journal; what cannot be kept is refused, and the robot is asked again.</summary>
internal sealed class DownlinkResults(string site, CommandDesk desk) : ILocalPublishHandler
{
    public bool Handles(ReadOnlySpan<char> topic)
        => Topics.Parse(topic, out RecordTopic parsed) == TopicRejection.None && parsed.Kind == TopicKind.CommandResults && parsed.Site.SequenceEqual(site);

    public Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload)
    {
        _ = Topics.Parse(topic, out RecordTopic parsed);
        string robot = new(parsed.Publisher);

        // On the pool: a sync of the disk must not hold up the connection's thread.
        return Task.Run(() => desk.Answer(robot, payload.Span) switch
        {
            AnswerOutcome.Malformed => "not a result of a command (gateway/DOWNLINK.md)",
            AnswerOutcome.Stranger => "the gateway has given this robot no such command",
            _ => null,
        });
    }
}
