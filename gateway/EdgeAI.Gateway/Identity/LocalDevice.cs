using EdgeAI.Gateway.Broker;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Identity;

/// <summary>A loopback connection without a certificate: whoever runs programs on this machine. Everything of its own site.</summary>
internal sealed class LocalDevice(string site) : DeviceIdentity
{
    /// <summary>The name of every such connection.</summary>
    public const string LocalName = "local";

    private readonly string _site = $"{Topics.Prefix}{site}/#";

    public override string Name => LocalName;

    public override bool MayPublish(ReadOnlySpan<char> topic) => TopicFilter.Matches(_site, topic);

    public override bool MaySubscribe(ReadOnlySpan<char> filter) => TopicFilter.CoversSubscription(_site, filter);
}
