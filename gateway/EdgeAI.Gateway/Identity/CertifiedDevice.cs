using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Identity;

/// <summary>A device on one connection, by the certificate that it showed there: its own topics, and what the registry adds.</summary>
internal sealed class CertifiedDevice : DeviceIdentity
{
    private readonly ImmutableArray<string> _publish;
    private readonly ImmutableArray<string> _subscribe;

    public CertifiedDevice(string site, EnrolledDevice device, X509Certificate2 shown)
    {
        Enrolled = device;
        Serial = shown.SerialNumber;
        Issuer = shown.IssuerName.RawData;
        string own = $"{Topics.Prefix}{site}/{device.Name}";
        _publish = [$"{own}/#", .. device.Publish];
        _subscribe = [$"{own}/commands", $"{own}/artifacts", $"{own}/certificate", .. device.Subscribe];
    }

    public override string Name => Enrolled.Name;

    /// <summary>What the registry said of it then.</summary>
    public EnrolledDevice Enrolled { get; }

    /// <summary>The shown certificate's serial number in upper-case hexadecimal.</summary>
    public string Serial { get; }

    /// <summary>The shown certificate's issuer, DER.</summary>
    public byte[] Issuer { get; }

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

    /// <summary>Whether its permissions are what they were then.</summary>
    public bool MayTheSame(EnrolledDevice now)
        => ReferenceEquals(Enrolled, now) || (Enrolled.Publish.SequenceEqual(now.Publish) && Enrolled.Subscribe.SequenceEqual(now.Subscribe));
}
