using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Broker;

/// <summary>Tells who a connection is. Asked once for each connection, after the TLS handshake and the CONNECT packet; thread-safe.</summary>
internal interface IDeviceDirectory
{
    /// <summary>Raised with a name whose connections must end now: revoked, or its permissions changed.</summary>
    event Action<string>? Revoked;

    /// <summary>Names the device, or says in one line why it may not connect.</summary>
    /// <param name="certificate">The client certificate, already verified against the local authority; nothing on a loopback listener without TLS.</param>
    /// <param name="clientId">The MQTT client id.</param>
    /// <param name="identity">The device.</param>
    /// <param name="reason">Why not.</param>
    bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason);
}
