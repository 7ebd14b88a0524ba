using System.Collections.Immutable;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Identity;

/// <summary>A device that showed its certificate: its own topics, and what the registry adds.</summary>
internal sealed class CertifiedDevice : DeviceIdentity
{
    private readonly ImmutableArray<string> _publish;
    private readonly ImmutableArray<string> _subscribe;

    public CertifiedDevice(string site, EnrolledDevice device)
    {
        Name = device.Name;
        string own = $"{Topics.Prefix}{site}/{device.Name}";
        _publish = [$"{own}/#", .. device.Publish];
        _subscribe = [$"{own}/commands", $"{own}/artifacts", $"{own}/certificate", .. device.Subscribe];
    }

    public override string Name { get; }

    public override bool MayPublish(ReadOnlySpan<char> topic)
    {
        foreach (string filter in _publish)
        {
            if (TopicFilter.Matches(filter, topic))
            {
                return true;
            }
        }

        return false;
    }

    public override bool MaySubscribe(ReadOnlySpan<char> filter)
    {
        foreach (string allowed in _subscribe)
        {
            if (TopicFilter.CoversSubscription(allowed, filter))
            {
                return true;
            }
        }

        return false;
    }
}
