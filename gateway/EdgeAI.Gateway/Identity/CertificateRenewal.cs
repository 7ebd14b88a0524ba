using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>
/// Renews the certificate of a connected device: it publishes a signing request to <c>edgeai/v1/{site}/{device}/certificate/request</c> and is sent
/// its next certificate, with the authorities to trust after it, on <c>edgeai/v1/{site}/{device}/certificate</c>. One a minute and device.
/// </summary>
internal sealed class CertificateRenewal(string site, DeviceDirectory directory, ILocalBus bus, TimeProvider time) : ILocalPublishHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly string _prefix = $"{Topics.Prefix}{site}/";
    private readonly ConcurrentDictionary<string, long> _asked = new(StringComparer.Ordinal);

    /// <summary>The topic of a device's requests.</summary>
    public static string RequestTopic(string site, string device) => $"{AnswerTopic(site, device)}/request";

    /// <summary>The topic of the answers to a device.</summary>
    public static string AnswerTopic(string site, string device) => $"{Topics.Prefix}{site}/{device}/certificate";

    public bool Handles(ReadOnlySpan<char> topic)
        => topic.StartsWith(_prefix, StringComparison.Ordinal) && topic.EndsWith("/certificate/request", StringComparison.Ordinal);

    public async Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload)
    {
        if (device is not CertifiedDevice || topic != RequestTopic(site, device.Name))
        {
            return "a certificate is renewed by its own device, over TLS";
        }

        long now = time.GetTimestamp();
        if (_asked.TryGetValue(device.Name, out long before) && time.GetElapsedTime(before, now) < Pause)
        {
            return "a certificate is renewed once a minute at most: ask again later";
        }

        if (payload.Length > SigningRequest.MaximumLength || !SigningRequest.TryRead(Encoding.ASCII.GetString(payload.Span), out PublicKey? publicKey, out _))
        {
            return $"not a signing request in PEM of at most {SigningRequest.MaximumLength} bytes whose signature holds";
        }

        _asked[device.Name] = now;
        try
        {
            IssuedCertificate issued = await directory.RenewAsync(device.Name, publicKey).ConfigureAwait(false);
            bus.Publish(AnswerTopic(site, device.Name), Encoding.ASCII.GetBytes(issued.Certificate + issued.Authorities), atLeastOnce: true);
            return null;
        }
        catch (GatewayException exception)
        {
            return exception.Message;
        }
    }
}
