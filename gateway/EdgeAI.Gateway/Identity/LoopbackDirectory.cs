using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Gateway.Identity;

/// <summary>The directory of a gateway without an authority: loopback connections only.</summary>
internal sealed class LoopbackDirectory(string site) : IDeviceDirectory
{
    private readonly LocalDevice _local = new(site);

    /// <summary>Never raised: nobody is enrolled.</summary>
    public event Action<string>? Revoked
    {
        add { }
        remove { }
    }

    public bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason)
    {
        identity = certificate is null ? _local : null;
        reason = certificate is null ? null : "this gateway has no authority: give it one with --identity";
        return identity is not null;
    }
}
