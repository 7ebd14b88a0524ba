using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Broker;

/// <summary>Tells who a connection is. Thread-safe.</summary>
internal interface IDeviceDirectory
{
    /// <summary>Raised when what is known of devices changed: <see cref="EndOf"/> is to be asked for every connection now.</summary>
    event Action? Changed;

    /// <summary>Names the device, or says in one line why it may not connect. Asked once for each connection, after the TLS handshake and the CONNECT packet.</summary>
    /// <param name="certificate">The client certificate, already verified against the local authority; nothing on a loopback listener without TLS.</param>
    /// <param name="clientId">The MQTT client id.</param>
    /// <param name="identity">The device.</param>
    /// <param name="reason">Why not.</param>
    bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason);

    /// <summary>Why a connection of a device that was named must end, in one line; nothing while it may stay. Asked a few times a second, and after each change.</summary>
    string? EndOf(DeviceIdentity identity);
}
